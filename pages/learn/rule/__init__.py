"""A chapter of the lesson."""

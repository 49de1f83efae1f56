"""Chapter 1, The data."""

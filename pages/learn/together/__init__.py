"""Chapter 9, Putting it together."""

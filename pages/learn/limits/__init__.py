"""Chapter 11, What a line cannot do."""

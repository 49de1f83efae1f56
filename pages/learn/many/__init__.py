"""Chapter 3, Many of them."""

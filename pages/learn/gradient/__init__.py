"""Chapter 7, The gradient."""

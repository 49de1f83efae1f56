"""Chapter 8, The learning rule."""

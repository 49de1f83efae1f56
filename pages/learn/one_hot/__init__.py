"""Chapter 5, One-hot."""

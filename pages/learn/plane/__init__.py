"""Chapter 10, Two numbers instead of 784."""

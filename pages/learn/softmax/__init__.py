"""Chapter 4, Softmax."""

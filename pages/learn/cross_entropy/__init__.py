"""Chapter 6, Cross-entropy."""

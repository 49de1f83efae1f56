"""Chapter 2, Logistic regression."""

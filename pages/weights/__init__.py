"""The Weights page."""

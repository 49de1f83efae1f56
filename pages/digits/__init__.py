"""The My digits page."""

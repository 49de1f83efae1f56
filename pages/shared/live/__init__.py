"""What is repainted while a run trains."""

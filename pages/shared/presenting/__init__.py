"""What a presenter needs."""

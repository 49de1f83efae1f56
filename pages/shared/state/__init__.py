"""What belongs to a visitor, and what all visitors share."""

"""What the phone is told, as JSON."""

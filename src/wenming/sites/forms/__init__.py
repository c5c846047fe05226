"""What people fill in about sites."""

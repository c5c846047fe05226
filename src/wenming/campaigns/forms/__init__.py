"""What people fill in about campaigns."""

"""What people fill in about issues."""

"""What workers run for issues."""

"""Pages of the score."""

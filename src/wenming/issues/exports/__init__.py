"""Files made out of issues."""

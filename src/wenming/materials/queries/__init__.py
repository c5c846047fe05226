"""Reading materials."""

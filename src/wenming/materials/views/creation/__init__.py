"""Pages of mass creation."""

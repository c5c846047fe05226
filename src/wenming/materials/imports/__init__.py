"""Papers and tables on their way in."""

"""Rules of lists from files."""

"""Materials as files for people."""

"""Issues as files for people."""

"""Issues as pages show them. All values are ready to print."""

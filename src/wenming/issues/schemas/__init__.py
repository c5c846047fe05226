"""Issues as pages show them."""

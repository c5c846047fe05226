"""What people fill in about results: filters and targets of gaps, trials of other rates, which rounds to compare."""

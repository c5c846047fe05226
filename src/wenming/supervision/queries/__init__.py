"""Every read of supervision that takes more than one line."""

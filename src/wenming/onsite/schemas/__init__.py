"""What the phone and the platform say to each other."""

"""What people fill in about campaigns, a file for each subject."""

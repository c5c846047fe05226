"""Pages of campaigns, a file for each subject."""

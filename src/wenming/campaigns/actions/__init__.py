"""Every write of campaigns, a file for each subject."""

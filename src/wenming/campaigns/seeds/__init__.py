"""Seeds of campaigns for the demo, a file for each subject."""

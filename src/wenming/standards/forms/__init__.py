"""What people fill in about standards, checklists and the handbook."""

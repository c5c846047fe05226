"""What people fill in about the organisation."""

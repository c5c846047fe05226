"""Campaigns of the rehearsal city."""

"""The disk beside the database."""

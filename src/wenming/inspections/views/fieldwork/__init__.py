"""Pages of field rounds."""

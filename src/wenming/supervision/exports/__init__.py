"""Files of supervision."""

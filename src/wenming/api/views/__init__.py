"""What machines read, and the page of the keys by which they do."""

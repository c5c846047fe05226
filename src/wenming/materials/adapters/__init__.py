"""What is outside: the reader of PDF pages."""

"""What is outside: the library that learns."""

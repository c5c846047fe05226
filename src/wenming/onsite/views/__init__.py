"""What the phone asks for."""

"""What the ground talks to outside itself."""

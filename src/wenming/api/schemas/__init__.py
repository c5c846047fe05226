"""The shapes that machines read."""

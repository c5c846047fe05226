"""Decomposition tables as offices send them: bytes to tables whose columns are understood."""

"""Files to the engine's dataclasses."""

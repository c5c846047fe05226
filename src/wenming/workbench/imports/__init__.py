"""Workbooks of the organisation to the engine's dataclasses."""

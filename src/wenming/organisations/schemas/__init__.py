"""The organisation as tables and pages show it."""

"""The numerical core: no Django, no clock, no database, no network, no environment."""

ENGINE_VERSION = "1"
"""Raised whenever a published digit may change; every stored result names it."""

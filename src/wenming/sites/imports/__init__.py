"""Registers of sites, as offices send them, to the engine's rows."""

"""Reads of the ground."""

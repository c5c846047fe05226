"""Bytes into what issues can be made of."""

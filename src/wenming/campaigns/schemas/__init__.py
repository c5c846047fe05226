"""Campaigns as pages show them."""

"""Campaigns as tables and pages show them."""

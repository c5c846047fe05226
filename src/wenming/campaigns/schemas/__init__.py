"""Campaigns as pages and answers show them."""

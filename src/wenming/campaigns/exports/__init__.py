"""Campaigns as files for people."""

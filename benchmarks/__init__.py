"""Measurements against named peers, as ratios within one run: `python3 run.py bench <name> [--json]`."""

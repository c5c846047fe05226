"""What ``run.py`` does, by subject. Standard library only: it runs before anything is installed."""

"""What workers run for issues: fetch and delegate."""

"""What workers do for issues: fetch and delegate."""

"""What workers run for materials: fetch and delegate."""

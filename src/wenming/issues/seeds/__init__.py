"""Seeds of the demo: categories with limits, and issues in every state."""

"""The phone in the field: one page that works without signal, and what it sends and fetches."""

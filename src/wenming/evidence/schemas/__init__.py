"""Photos as proof, ready for pages."""

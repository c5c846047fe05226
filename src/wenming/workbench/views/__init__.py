"""Staff pages that cross nouns."""

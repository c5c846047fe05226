"""Pages of the standards: the city's editions, one edition, two side by side, and how an edition comes in."""

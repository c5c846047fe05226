"""Materials as pages show them."""

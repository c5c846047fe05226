"""Sites as pages show them."""

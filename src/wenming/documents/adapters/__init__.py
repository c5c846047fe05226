"""What documents draw from the machine: its fonts, the typesetter."""

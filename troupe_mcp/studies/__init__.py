"""What is learned from runs: extraction, validation, claims, stories and their typed tasks. Pure."""

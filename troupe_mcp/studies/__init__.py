"""What is learned from runs: extraction, validation, stories and their typed tasks. Pure."""

"""What is learned from runs: extraction, validation and their typed tasks. Pure."""

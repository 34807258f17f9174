"""What somebody keeps, and what a moment brings back of it."""

"""What a sentence claims, and whether another one bears it out."""

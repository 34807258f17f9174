"""Comparing runs: what differed in what went in, what changed in what came out, and whether by more than chance."""

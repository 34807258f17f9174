"""Asking a model: prompts, completions and the doors through which they leave."""

"""Answers that are counted: choices, ratings, amounts."""

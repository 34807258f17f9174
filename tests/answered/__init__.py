"""A study whose every prompt was answered by a real language model, and its answers, kept to be played again."""

"""Where somebody stands on a matter that is not theirs alone."""

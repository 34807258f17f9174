"""The people of a run together: what happened, the rules, and what comes next."""

"""From what the app knows to what a tool returns: the fields of a result, and its text."""

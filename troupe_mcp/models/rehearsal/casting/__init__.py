"""People who are made of a description or an interview."""

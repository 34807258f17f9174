"""What tools return, as one flat model each: what may be absent is optional."""

"""The store, through real databases in temporary directories."""

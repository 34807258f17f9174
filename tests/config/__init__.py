"""Every key of config.ini: what a user sees of it, and what is said where it is wrong."""

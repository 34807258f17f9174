"""What people are given to read: its formats, what comes back of it, and what it cannot do."""

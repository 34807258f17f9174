"""One turn: what somebody perceives, is asked, and does."""

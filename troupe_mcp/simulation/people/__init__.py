"""Who people are, and how they are told apart."""

"""What a newcomer sees: the product played through its own server, rehearsed, without a key."""

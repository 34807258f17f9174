"""What people come up with when ideas are wanted."""

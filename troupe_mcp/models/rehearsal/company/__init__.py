"""What people say among each other."""

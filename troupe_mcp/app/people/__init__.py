"""What makes people, finds them and changes them."""

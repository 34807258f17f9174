"""What somebody thinks of a thing that is offered, and of its price."""

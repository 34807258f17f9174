"""What puts people into a scene: alone with somebody, or among each other."""

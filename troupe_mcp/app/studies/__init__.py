"""What asks many, reads runs and lays them side by side."""

"""What somebody tells of their own life."""

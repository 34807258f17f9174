"""What somebody is asked, and of whom."""

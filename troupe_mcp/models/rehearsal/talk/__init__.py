"""What is said in answer to somebody."""

"""What is read out of what people said: fields, stories, and whether somebody is as expected."""

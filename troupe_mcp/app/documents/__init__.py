"""What people are given to read: texts and files of several formats, as titles with plain text."""

"""Who somebody is: a document of any shape as typed facts, and what follows from them."""

"""English as far as the rehearsal needs it: words, clauses, and whose a sentence is."""

"""People who are made: of a description, a demography, rows or what they said."""

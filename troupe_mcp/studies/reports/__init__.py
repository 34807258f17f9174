"""Reports: a run as pages, tables and drawings for people and spreadsheets, from its log and facts alone. Pure."""

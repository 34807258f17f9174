"""What a run becomes as a file: reports, tables, drawings, and studies that are replayed elsewhere."""

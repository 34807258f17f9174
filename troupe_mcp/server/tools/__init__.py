"""The tools, one file a family. Each parses, calls one verb of the app and shapes its answer."""

"""The server as it ships, killed, crowded, left alone and fed with nonsense: `make torture`."""

"""People played by somebody outside of the server: the assistant, or the client's own model."""

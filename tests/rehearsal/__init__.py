"""The actor without a model, asked as the engine asks it."""

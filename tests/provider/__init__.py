"""A real HTTP server on loopback that speaks the OpenAI protocol and fails on demand."""

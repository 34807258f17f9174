"""Models behind the OpenAI protocol: OpenAI, Azure, and any compatible server."""

"""The actor without a model: people who are distinct, careful and honest, and cost nothing."""

from troupe_mcp.models.rehearsal.actor import Rehearsal

__all__ = ["Rehearsal"]

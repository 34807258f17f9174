"""How a run is played, paid for, followed and kept."""

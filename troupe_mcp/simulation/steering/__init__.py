"""What steers a world: claims, interventions, a moderator."""

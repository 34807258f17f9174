"""Where simulation meets store: runs are played, stopped, resumed and forked here, and nowhere else."""

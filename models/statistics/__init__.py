"""What the scores say: frames, trajectories, intervals; pure functions of data."""

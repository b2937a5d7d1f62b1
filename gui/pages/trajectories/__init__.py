"""The page of trajectories: what each scale does over the visits, arm by arm."""

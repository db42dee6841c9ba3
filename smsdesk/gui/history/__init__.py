"""History: all campaigns, and going on with a paused one."""

"""Letters and testimony from people in prison, kept and quoted as their authors agreed."""

"""Where the gazetteer is silent: which addresses to ask an online service, what its frozen answers mean, and when one is taken."""

"""Which organisations stand behind documents: their names made comparable, their kinds, and what they hold of each cluster."""

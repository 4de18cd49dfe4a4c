"""One file = one function = one table. Nothing here imports its neighbours."""

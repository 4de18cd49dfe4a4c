"""innoatlas: the world's innovation clusters from raw patent and publication snapshots. Start at `innoatlas.tables`."""

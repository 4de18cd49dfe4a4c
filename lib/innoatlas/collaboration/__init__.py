"""Who works with whom: clusters with economies, at home and abroad, and clusters with clusters."""

"""Clusters -> counts, shares, score and rank."""

"""Briefs: one cluster of an edition on a page."""

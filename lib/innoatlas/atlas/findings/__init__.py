"""Findings: what an edition's tables say in sentences."""

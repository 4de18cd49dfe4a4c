"""Exact fractional counting: who listed where becomes how much each coordinate, cell and economy holds."""

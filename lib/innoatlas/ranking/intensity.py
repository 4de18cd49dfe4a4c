"""Counts against the people who live there."""

_MILLION = 1_000_000


def per_million(count: float, inhabitants: float) -> float:
    """Count per million inhabitants; ValueError where nobody lives.

    >>> per_million(100, 2_000_000)
    50.0
    """
    if inhabitants <= 0:
        raise ValueError(f"inhabitants: expected more than 0, found {inhabitants}.")
    return count * _MILLION / inhabitants

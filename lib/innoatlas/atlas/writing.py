"""Numbers as the page writes them. Figures that do not exist are an en dash, never a zero."""

from collections.abc import Sequence

#: Written where there is no number.
NONE = "–"


def whole(value: float | None) -> str:
    """A count in whole numbers.

    >>> whole(1234567), whole(None)
    ('1,234,567', '–')
    """
    return NONE if value is None else f"{round(value):,}"


def decimal(value: float | None, digits: int = 1) -> str:
    """A number with a fixed number of decimals.

    >>> decimal(1234.56), decimal(None)
    ('1,234.6', '–')
    """
    return NONE if value is None else f"{value:,.{digits}f}"


def percent(value: float | None, digits: int = 2) -> str:
    """A number that is in percent already.

    >>> percent(11.714), percent(None)
    ('11.71 %', '–')
    """
    return NONE if value is None else f"{value:.{digits}f} %"


def points(value: float | None) -> str:
    """A share, 0 to 1, in percent without the sign, for a column whose head has it. One that is not whole never rounds to 100.

    >>> points(0.5), points(0.99999), points(1.0), points(None)
    ('50.0', '99.9', '100.0', '–')
    """
    return NONE if value is None else f"{min(100 * value, 99.9 if value < 1 else 100.0):.1f}"


def share(value: float | None) -> str:
    """The same with its sign.

    >>> share(0.5), share(None)
    ('50.0 %', '–')
    """
    return NONE if value is None else f"{points(value)} %"


def between(low: int | None, high: int | None) -> str:
    """Two ranks and what lies between, or the one.

    >>> between(3, 5), between(4, 4), between(None, None)
    ('3–5', '4', '–')
    """
    return whole(low) if low == high else f"{whole(low)}–{whole(high)}"


def change(rank: int, previous_rank: int | None) -> str:
    """How a rank moved, in words that a table holds.

    >>> change(3, 5), change(5, 3), change(4, 4), change(9, None)
    ('up 2', 'down 2', 'same', 'new')
    """
    if previous_rank is None:
        return "new"
    steps = previous_rank - rank
    return "same" if not steps else f"up {steps}" if steps > 0 else f"down {-steps}"


def spoken_list(words: Sequence[str]) -> str:
    """Words as a sentence lists them.

    >>> spoken_list(["a"]), spoken_list(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""

"""Numbers and lists in sentences: one and many, in plain words."""

from collections.abc import Sequence

from innoatlas.atlas.writing import spoken_list


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> counted(1, "cluster", "clusters"), counted(2000, "cluster", "clusters")
    ('1 cluster', '2,000 clusters')
    """
    return f"{count:,} {one if count == 1 else many}"


def having(count: int) -> str:
    """A number of things with its verb, as a subject.

    >>> having(0), having(1), having(2)
    ('none has', '1 has', '2 have')
    """
    return f"{count:,} have" if count > 1 else "1 has" if count else "none has"


def named(words: Sequence[str], limit: int) -> str:
    """The first of a list as a sentence lists them, and how many there are besides.

    >>> named(["a", "b", "c"], 3), named(["a", "b", "c", "d"], 2)
    ('a, b and c', 'a, b and 2 others')
    """
    left = len(words) - limit
    return spoken_list(words if left <= 0 else [*words[:limit], counted(left, "other", "others")])


def in_turn(clauses: Sequence[str], limit: int) -> str:
    """The same of clauses that have commas in them.

    >>> in_turn(["a, gone", "b, here", "c, gone"], 2)
    'a, gone; b, here; and 1 other'
    """
    left = len(clauses) - limit
    return "; ".join(clauses if left <= 0 else [*clauses[:limit], f"and {counted(left, 'other', 'others')}"])

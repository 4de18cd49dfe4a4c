"""The counting rule written as slowly and plainly as it reads, with exact fractions."""

from fractions import Fraction

from innoatlas.tables import UNIT

Listing = tuple[str, int, int | None]  # document, person position, point id or None


def counted(listings: list[Listing], *, leak: bool) -> dict[tuple[str, int], tuple[int, int]]:
    """(document, point) -> (units, persons listed there)."""
    out: dict[tuple[str, int], tuple[int, int]] = {}
    for document in {listing[0] for listing in listings}:
        places = {(person, point) for name, person, point in listings if name == document and point is not None}
        located = {person for person, _ in places}
        persons = len({person for name, person, _ in listings if name == document}) if leak else len(located)
        due = {pair: Fraction(UNIT, persons * sum(other[0] == pair[0] for other in places)) for pair in places}
        units = {pair: int(share) for pair, share in due.items()}
        missing = int(sum(due.values(), Fraction(0))) - sum(units.values())
        for pair in sorted(due, key=lambda pair: (units[pair] - due[pair], pair))[:missing]:
            units[pair] += 1
        for point in {point for _, point in places}:
            out[document, point] = (sum(units[pair] for pair in places if pair[1] == point), sum(pair[1] == point for pair in places))
    return out

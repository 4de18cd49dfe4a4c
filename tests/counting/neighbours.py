"""The rules of inference written as slowly and plainly as they read, over listings as plain records."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from innoatlas.counting.inferred import Rules


@dataclass(frozen=True)
class Listing:
    """One listing with all that the rules look at; `town` is null when its address is not located."""

    document: str
    person: int
    position: int
    family: str | None = None
    year: int = 2020
    person_id: str | None = None
    name: str | None = None
    address: int | None = None
    organisation_id: str | None = None
    organisation: str | None = None
    town: str | None = None
    sure: bool = True  #: whether the address is located surely enough to tell others
    country: str | None = None  #: as its own address gives it


def inferred(listings: list[Listing], rules: Rules, country_of: dict[str, str]) -> dict[tuple[str, int, int], tuple[str, str, int, int]]:
    """(document, person, position) -> flag, town, agreeing and all evidence, for every listing that takes a place."""
    found = {}
    for one in listings:
        if one.town is not None:
            continue
        for flag, answer in (
            ("inferred_from_family", _of_person(one, listings, rules)),
            ("inferred_from_organisation", _of_organisation(one, listings, rules)),
        ):
            if answer and one.country in (None, country_of[answer[0]]):
                found[one.document, one.person, one.position] = (flag, *answer)
                break
    return found


def _of_person(one: Listing, listings: list[Listing], rules: Rules) -> tuple[str, int, int] | None:
    if not rules.from_family or any((other.document, other.person) == (one.document, one.person) and other.town for other in listings):
        return None
    ways = (
        lambda other: one.family and one.person_id and (other.family, other.person_id) == (one.family, one.person_id),
        lambda other: one.family and words(one.name) and (other.family, words(other.name)) == (one.family, words(one.name)),
        lambda other: one.person_id and (other.year, other.person_id) == (one.year, one.person_id),
    )
    told = ({(other.document, other.person, other.town) for other in listings if other.town and other.sure and way(other)} for way in ways)
    return _leader(told, Fraction(str(rules.family_share)), 1)


def _of_organisation(one: Listing, listings: list[Listing], rules: Rules) -> tuple[str, int, int] | None:
    if not rules.from_organisation:
        return None
    ways = (
        lambda other: one.organisation_id and other.organisation_id == one.organisation_id,
        lambda other: words(one.organisation) and words(other.organisation) == words(one.organisation),
    )
    near = [other for other in listings if other.town and other.sure and one.country in (None, other.country)]
    told = ({(other.address, other.town) for other in near if way(other)} for way in ways)
    return _leader(told, Fraction(str(rules.organisation_share)), rules.organisation_count)


def _leader(told: Iterable[set[tuple]], share: Fraction, least: int) -> tuple[str, int, int] | None:
    towns = next((Counter(witness[-1] for witness in witnesses) for witnesses in told if witnesses), None)
    if towns is None:
        return None
    (town, count), *others = towns.most_common()
    clear = count >= least and Fraction(count, towns.total()) >= share and all(count > other for _, other in others)
    return (town, count, towns.total()) if clear else None


def words(name: str | None) -> tuple[str, ...]:
    """The words of a name of plain Latin letters, in alphabetical order."""
    return tuple(sorted(re.findall(r"[a-z0-9]+", (name or "").lower())))

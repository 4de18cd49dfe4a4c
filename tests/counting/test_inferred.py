"""What neighbours know: literal families and organisations, and any listings against the slow oracle."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.counting.inferred import Rules, infer_places
from innoatlas.errors import SettingsError
from innoatlas.geo.cells import cells_of
from innoatlas.tables import INFERRED, INFERRED_PLACES
from tests.counting.neighbours import Listing, inferred

BOTH = Rules(from_family=True, from_organisation=True, min_score=0.8, family_share=0.6, organisation_share=0.75, organisation_count=3)
FAMILY, ORGANISATION = replace(BOTH, from_organisation=False), replace(BOTH, from_family=False)

BY_FAMILY, BY_ORGANISATION = INFERRED

#: (document, person, position) -> flag, town, agreeing and all evidence.
Answers = dict[tuple[str, int, int], tuple[str, str, int, int]]

#: place -> economy, region, latitude, longitude
TOWNS = {
    "lyon": ("FR", "FR.84", 45.74846, 4.84671),
    "paris": ("FR", "FR.11", 48.85341, 2.3488),
    "bonn": ("DE", "DE.07", 50.73438, 7.09549),
}
COUNTRY = {town: economy for town, (economy, *_) in TOWNS.items()}


def places(spark: SparkSession, *more: dict[str, Any]) -> DataFrame:
    towns = [
        {"place_id": town, "place_name": town.title(), "country_code": economy, "admin1_code": region, "lat": lat, "lon": lon, "cell": _cell(lat, lon)}
        for town, (economy, region, lat, lon) in TOWNS.items()
    ]
    return table(spark, "places", *towns, *more)


def _cell(lat: float, lon: float) -> int:
    return int(cells_of([lat], [lon], 8)[0])


def tables(spark: SparkSession, listings: list[Listing]) -> tuple[DataFrame, DataFrame, DataFrame, DataFrame]:
    """documents, contributors, geocodes and places that say what the listings say."""
    documents = {one.document: {"document_id": one.document, "family_id": one.family, "year": one.year} for one in listings}
    contributors = [
        {
            "document_id": one.document,
            "year": one.year,
            "person_position": one.person,
            "address_position": one.position,
            "person_id": one.person_id,
            "person_name": one.name,
            "organisation_id": one.organisation_id,
            "organisation": one.organisation,
            "address_id": one.address,
        }
        for one in listings
    ]
    geocodes = {one.address: _geocode(one) for one in listings if one.address is not None}
    return (
        table(spark, "documents", *documents.values()),
        table(spark, "contributors", *contributors),
        table(spark, "geocodes", *geocodes.values()),
        places(spark),
    )


def _geocode(one: Listing) -> dict[str, Any]:
    if one.town is None:
        nothing = dict.fromkeys(("place_id", "place_name", "lat", "lon", "cell", "score", "margin"))
        return nothing | {"address_id": one.address, "country_code": one.country, "precision": "none"}
    economy, region, lat, lon = TOWNS[one.town]
    where = {"country_code": economy, "admin1_code": region, "lat": lat, "lon": lon, "cell": _cell(lat, lon)}
    return {"address_id": one.address, "place_id": one.town, "score": 0.9 if one.sure else 0.7, **where}


def at(document: str, town: str, address: int, **more: Any) -> Listing:
    return Listing(document, 1, 1, address=address, town=town, country=COUNTRY[town], **more)


def without(document: str, **more: Any) -> Listing:
    """A person without an address."""
    return Listing(document, 1, 0, **more)


ANN = at("a", "lyon", 1, person_id="7")
TIED = (ANN, at("b", "paris", 2, person_id="7"), without("c", person_id="7"))
ACME = tuple(at(f"d{number}", "lyon", number, organisation="Acme S.A.") for number in (1, 2, 3))
ASKS = Listing("x", 1, 1, address=9, organisation="acme, s. a.", country="FR")
PARIS = tuple(at(f"p{number}", "paris", number, organisation="ACME S A") for number in (4, 5))
FRENCH, GERMAN = (tuple(at(f"{town}{n}", town, n, organisation_id="ror:1") for n in numbers) for town, numbers in (("lyon", (1, 2, 3)), ("bonn", (4, 5, 6))))

#: What is asked -> by which rules, among which listings, what is answered.
CASES: dict[str, tuple[Rules, tuple[Listing, ...], Answers]] = {
    "a person without an address is where the family knows the same name": (
        FAMILY,
        (
            at("a", "lyon", 1, family="f", person_id="7", name="MÜLLER, Anne"),
            without("b", family="f", person_id="8", name="Anne Muller"),
            without("c", family="g", person_id="9", name="Anne Muller"),
        ),
        {("b", 1, 0): (BY_FAMILY, "lyon", 1, 1)},
    ),
    "one id is one person over a year": (
        FAMILY,
        (ANN, without("b", person_id="7"), without("c", person_id="7", year=2021)),
        {("b", 1, 0): (BY_FAMILY, "lyon", 1, 1)},
    ),
    "the family is asked before the year": (
        FAMILY,
        (replace(ANN, family="f"), without("b", family="f", person_id="7"), *(at(name, "paris", n, person_id="7") for n, name in enumerate("xyz", 10))),
        {("b", 1, 0): (BY_FAMILY, "lyon", 1, 1)},
    ),
    "two towns of equal weight are no answer": (FAMILY, TIED, {}),
    "a clear majority is": (FAMILY, (*TIED, at("d", "paris", 3, person_id="7")), {("c", 1, 0): (BY_FAMILY, "paris", 2, 3)}),
    "who has a place on the document needs none": (
        FAMILY,
        (at("a", "lyon", 1, person_id="7"), at("d", "lyon", 3, person_id="7"), TIED[1], Listing("b", 1, 2, person_id="7", address=9)),
        {},
    ),
    "unsure neighbours tell nothing": (FAMILY, (replace(ANN, sure=False), without("b", person_id="7")), {}),
    "an answer abroad is none": (FAMILY, (ANN, Listing("b", 1, 1, person_id="7", address=2, country="DE")), {}),
    "an answer in the country is": (
        FAMILY,
        (ANN, Listing("b", 1, 1, person_id="7", address=2, country="FR")),
        {("b", 1, 1): (BY_FAMILY, "lyon", 1, 1)},
    ),
    "an organisation of one town gives it to its other addresses": (ORGANISATION, (*ACME, ASKS), {("x", 1, 1): (BY_ORGANISATION, "lyon", 3, 3)}),
    "two addresses are too few": (ORGANISATION, (*ACME[:2], ASKS), {}),
    "three of four are enough": (ORGANISATION, (*ACME, PARIS[0], ASKS), {("x", 1, 1): (BY_ORGANISATION, "lyon", 3, 4)}),
    "three of five are too few": (ORGANISATION, (*ACME, *PARIS, ASKS), {}),
    "one address listed often is one witness": (
        ORGANISATION,
        (*(at(f"d{number}", "lyon", 1, organisation_id="ror:1") for number in range(9)), Listing("x", 1, 1, address=9, organisation_id="ror:1")),
        {},
    ),
    "an organisation of many countries is asked in the address's own": (
        ORGANISATION,
        (*FRENCH, *GERMAN, *(Listing(f"x{n}", 1, 1, address=n, organisation_id="ror:1", country=known) for n, known in ((20, "DE"), (21, None)))),
        {("x20", 1, 1): (BY_ORGANISATION, "bonn", 3, 3)},
    ),
    "the person goes before the organisation": (
        BOTH,
        (*GERMAN, replace(ANN, address=9), Listing("b", 1, 1, address=10, person_id="7", organisation_id="ror:1")),
        {("b", 1, 1): (BY_FAMILY, "lyon", 1, 1)},
    ),
}


def apart(listings: Iterable[Listing], number: int) -> list[Listing]:
    """The same listings among persons, families and organisations of their own, so that many cases are inferred at once."""
    word = f"case{number}"

    def own(value: str | None) -> str | None:
        return None if value is None else f"{value} {word}"

    return [
        replace(
            one,
            document=f"{word}:{one.document}",
            address=None if one.address is None else 1000 * number + one.address,
            **{name: own(getattr(one, name)) for name in ("family", "person_id", "name", "organisation_id", "organisation")},
        )
        for one in listings
    ]


def drawn(seed: int, count: int = 400) -> list[Listing]:
    """Listings of few families, persons, organisations and addresses, so that neighbours are many and often disagree."""
    rng = np.random.default_rng(seed)

    def one_of(*values: Any) -> Any:
        return values[rng.integers(len(values))]

    addresses = {}
    for number in range(1, 60):
        town = one_of("lyon", "lyon", "paris", "bonn", None, None)
        country = COUNTRY[town] if town else one_of(None, "FR", "DE")
        names = {"organisation_id": one_of(None, "ror:1", "ror:2", "ror:3"), "organisation": one_of(None, "Acme Ltd", "LTD. ACME", "Bolt", "Cog", "Dye")}
        addresses[number] = {"address": number, "town": town, "sure": bool(rng.random() < 0.8), "country": country, **names}
    documents = {f"d{number}": {"family": one_of(None, "f", "g", "h", "i"), "year": int(rng.integers(2018, 2022))} for number in range(90)}
    persons: dict[tuple[str, int], list[Listing]] = {}
    for _ in range(count):
        document, person = f"d{rng.integers(90)}", int(rng.integers(1, 4))
        who = {"person_id": one_of(None, *"123456"), "name": one_of(None, "Ann Bee", "BEE, Ann", "Cy Dee", "Eve", "Flo", "Gus", "Hal")}
        own = persons.setdefault((document, person), [])
        if own:
            who = {"person_id": own[0].person_id, "name": own[0].name}
        if rng.random() < 0.2 and not own:
            own.append(Listing(document, person, 0, **documents[document], **who))
        elif not own or own[0].position:
            own.append(Listing(document, person, len(own) + 1, **documents[document], **who, **addresses[int(rng.integers(1, 60))]))
    return [one for own in persons.values() for one in own]


DRAWN = drawn(5)


def found(given: DataFrame) -> Answers:
    told = ("document_id", "person_position", "address_position", "flag", "place_id", "agreeing_count", "evidence_count")
    return {row[:3]: row[3:] for row in rows(given, *told)}


@pytest.fixture(scope="module")
def answers(spark: SparkSession) -> dict[Rules, Answers]:
    """What each of the rules infers, of all its cases and of the drawn listings at once."""
    made = {}
    for rules in (FAMILY, ORGANISATION, BOTH):
        cases = [one for number, (own, listings, _) in enumerate(CASES.values(), 1) if own == rules for one in apart(listings, number)]
        made[rules] = found(infer_places(*tables(spark, [*cases, *DRAWN]), rules))
    return made


@pytest.mark.parametrize("case", CASES)
def test_what_neighbours_know(answers: dict[Rules, Answers], case: str) -> None:
    rules, _, expected = CASES[case]
    prefix = f"case{list(CASES).index(case) + 1}:"
    assert {(key[0].removeprefix(prefix), *key[1:]): told for key, told in answers[rules].items() if key[0].startswith(prefix)} == expected


@pytest.mark.parametrize("rules", [FAMILY, ORGANISATION, BOTH], ids=["family", "organisation", "both"])
def test_any_listings_are_inferred_as_the_oracle_infers_them(answers: dict[Rules, Answers], rules: Rules) -> None:
    expected = inferred(DRAWN, rules, COUNTRY)
    assert len(expected) > 10
    assert {key: told for key, told in answers[rules].items() if not key[0].startswith("case")} == expected


def test_partitions_and_the_order_of_rows_change_nothing(spark: SparkSession, answers: dict[Rules, Answers]) -> None:
    shuffled = [frame.orderBy(*(column for column in reversed(frame.columns) if column != "persons")).repartition(3) for frame in tables(spark, DRAWN)]
    again = infer_places(*shuffled, BOTH)
    assert found(again) == {key: told for key, told in answers[BOTH].items() if not key[0].startswith("case")}
    checks = " and ".join(f"({check})" for check in INFERRED_PLACES.checks.values())
    assert again.columns == list(INFERRED_PLACES.column_names)
    assert again.where(f"not ({checks})").collect() == []


def test_with_both_rules_off_nothing_is_inferred(spark: SparkSession) -> None:
    off = infer_places(*tables(spark, list(TIED)), replace(BOTH, from_family=False, from_organisation=False))
    assert off.columns == list(INFERRED_PLACES.column_names)
    assert off.collect() == []


def test_postal_areas_and_organisations_tell_their_town_and_a_region_is_kept_to(spark: SparkSession) -> None:
    within = [{"place_id": f"postal:{code}", "precision": "postcode", "country_code": "FR", "town_id": "lyon"} for code in ("69001", "69002")]
    contributors = table(
        spark, "contributors",
        *({"document_id": name, "address_position": 1, "person_id": "7", "address_id": number} for number, name in enumerate("abcd", 1)),
    )  # fmt: skip
    no_point = {"place_id": "admin1:FR", "precision": "admin1", "country_code": "FR"}
    geocodes = table(
        spark, "geocodes",
        {"address_id": 1, "place_id": "postal:69001", "precision": "postcode"}, {"address_id": 2, "place_id": "postal:69002", "precision": "postcode"},
        {"address_id": 3, "admin1_code": "FR.84", **no_point}, {"address_id": 4, "admin1_code": "FR.11", **no_point},
    )  # fmt: skip
    documents = table(spark, "documents", *({"document_id": name} for name in "abcd"))
    given = infer_places(documents, contributors, geocodes, places(spark, *within), FAMILY)
    assert rows(given, "document_id", "place_id", "place_name", "precision", "lat", "agreeing_count") == [("c", "lyon", "Lyon", "city", 45.74846, 2)]


@pytest.mark.parametrize("share", [{"family_share": 0.5}, {"organisation_share": 1.01}])
def test_a_share_that_lets_two_towns_lead_is_refused(spark: SparkSession, share: dict[str, float]) -> None:
    with pytest.raises(SettingsError, match=next(iter(share))):
        infer_places(*tables(spark, []), replace(BOTH, **share))

"""From documents and their persons to organisations, place by place, and on to clusters: nothing is lost, every number by hand."""

from collections import defaultdict
from pathlib import Path

import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.geo.sphere import point_ids
from innoatlas.runtime.conform import conform
from innoatlas.tables import NO_ORGANISATION, TABLES, UNIT
from jobs import address_organisations, cluster_concentration, cluster_organisations, document_organisations

REFERENCE = Path(__file__).resolve().parents[2] / "conf" / "reference"
LYON, OSLO = (int(point_ids([lat], [lon])[0]) for lat, lon in ((45.74846, 4.84671), (59.91273, 10.74609)))
ADDRESSES = {
    1: ("Dept Phys, Univ Lyon 1, Lyon, France", LYON),
    2: ("Acme SAS, Lyon, France", LYON),
    3: ("University of Oslo, Oslo, Norway", OSLO),
    4: ("Lyon, France", LYON),
    5: ("CNRS, Lyon, France", LYON),
}
UNIV, ACME, OSLO_UNIV, REGISTERED = "name:1 lyon univ", "name:acme", "name:oslo univ", "ror:0cnrs"

#: document, person, address, the registered id that the source gives.
LISTINGS = [
    ("both", 1, 1, None),
    ("both", 1, 2, None),  # one person of two organisations at one place
    ("both", 2, 3, None),
    ("away", 1, 1, None),
    ("away", 1, 3, None),  # one person of two places
    ("away", 2, 2, None),
    ("mute", 1, 4, None),
    ("given", 1, 5, "0cnrs"),
    ("patent", 1, 1, None),  # an inventor at the university, but the applicants are
    ("patent", 2, 3, None),
    ("guess", 1, None, None),  # a person without an address, who takes the place of a neighbour
    ("guess", 2, 3, None),
]
APPLICANTS = [("ACME", None), ("Acme S.A.S.", "company"), ("Nordic Widgets AS", None)]


@pytest.fixture(scope="module")
def made(spark: SparkSession) -> dict[str, DataFrame]:
    kind = {"patent": "patent", "guess": "deal"}
    units = {
        ("both", LYON): 2,
        ("both", OSLO): 2,
        ("away", LYON): 3,
        ("away", OSLO): 1,
        ("mute", LYON): 4,
        ("given", LYON): 4,
        ("patent", LYON): 2,
        ("patent", OSLO): 2,
        ("guess", LYON): 2,
        ("guess", OSLO): 2,
    }
    given = {
        "addresses": table(spark, "addresses", *({"address_id": number, "address_text": text} for number, (text, _) in ADDRESSES.items())),
        "geocodes": table(spark, "geocodes", *({"address_id": number, **_at(point)} for number, (_, point) in ADDRESSES.items())),
        "contributors": table(
            spark,
            "contributors",
            *(
                {"document_id": document, "person_position": person, "address_position": number, "address_id": address, "organisation_id": registered}
                for number, (document, person, address, registered) in enumerate(LISTINGS, 1)
            ),
        ),
        "document_places": table(
            spark,
            "document_places",
            *(
                {"document_id": document, "point_id": point, "units": UNIT // 4 * quarters, "kind": kind.get(document, "paper")}
                for (document, point), quarters in units.items()
            ),
        ),
        "inferred_places": table(spark, "inferred_places", {"document_id": "guess", "address_position": len(LISTINGS) - 1, **_at(LYON)}),
        "documents": table(spark, "documents", {"document_id": "patent", "kind": "patent", "applicants": APPLICANTS}, {"document_id": "both"}),
        "cluster_members": table(spark, "cluster_members", {"point_id": LYON, "cluster_id": "lyon", "role": "core"}, {"point_id": OSLO}),
    }
    made = given
    made["address_organisations"] = address_organisations.address_organisations(given["addresses"], given["geocodes"], reference=REFERENCE).cache()
    listed = given["document_places"], given["contributors"], given["geocodes"], given["inferred_places"]
    read = (*listed, made["address_organisations"], given["documents"])
    made["document_organisations"] = document_organisations.document_organisations(*read, reference=REFERENCE).cache()
    made["cluster_organisations"] = cluster_organisations.cluster_organisations(made["document_organisations"], given["cluster_members"]).cache()
    few = cluster_concentration.Settings(few_documents=1)
    made["cluster_concentration"] = cluster_concentration.cluster_concentration(
        made["cluster_organisations"], made["document_organisations"], given["cluster_members"], settings=few
    ).cache()
    return made


def _at(point: int) -> dict[str, float]:
    return {"lat": 45.74846, "lon": 4.84671} if point == LYON else {"lat": 59.91273, "lon": 10.74609}


def test_each_address_is_read_once(made: dict[str, DataFrame]) -> None:
    got = {row[0]: row[1:] for row in rows(made["address_organisations"], "address_id", "organisation_key", "organisation_name", "organisation_kind")}
    assert got[1] == (UNIV, "Univ Lyon 1", "university")
    assert got[2] == (ACME, "Acme SAS", "company")
    assert got[3] == (OSLO_UNIV, "University of Oslo", "university")
    assert 4 not in got


def test_a_geocode_that_is_an_organisation_names_it(spark: SparkSession, made: dict[str, DataFrame]) -> None:
    geocodes = table(spark, "geocodes", {"address_id": 4, "place_id": "ror:05f82e368", "place_name": "Université Lyon II"})
    found = address_organisations.address_organisations(made["addresses"].where("address_id = 4"), geocodes, reference=REFERENCE)
    assert rows(found) == [(4, "ror:05f82e368", "Université Lyon II", "university")]


def test_a_person_divides_a_place_among_its_organisations_and_applicants_share_all_places(made: dict[str, DataFrame]) -> None:
    got: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    for document, point, key, units in rows(made["document_organisations"], "document_id", "point_id", "organisation_key", "units"):
        got[document, point][key] = units * 4 / UNIT
    assert got["both", LYON] == {UNIV: 1, ACME: 1}
    assert got["both", OSLO] == {OSLO_UNIV: 2}
    # At Lyon are the first person with half of herself and the second with all: one third and two thirds of what it holds.
    assert got["away", LYON] == {UNIV: 1, ACME: 2}
    assert got["mute", LYON] == {NO_ORGANISATION: 4}
    assert got["given", LYON] == {REGISTERED: 4}
    assert (got["guess", LYON], got["guess", OSLO]) == ({NO_ORGANISATION: 2}, {OSLO_UNIV: 2})
    assert got["patent", LYON] == got["patent", OSLO] == {ACME: 1, "name:nordic widgets": 1}


def test_no_unit_is_lost(made: dict[str, DataFrame]) -> None:
    placed = made["document_places"].groupBy("document_id", "point_id").sum("units")
    assert rows(made["document_organisations"].groupBy("document_id", "point_id").sum("units")) == rows(placed)


def test_the_largest_organisations_of_a_cluster(made: dict[str, DataFrame]) -> None:
    columns = ("kind", "organisation_rank", "organisation_key", "organisation_kind", "fractional_count", "documents_count", "share_percent")
    assert rows(made["cluster_organisations"], "cluster_id", *columns) == [
        ("lyon", "paper", 1, REGISTERED, "other", 1.0, 1, pytest.approx(100 * 4 / 13)),
        ("lyon", "paper", 2, ACME, "company", 0.75, 2, pytest.approx(100 * 3 / 13)),
        ("lyon", "paper", 3, UNIV, "university", 0.5, 2, pytest.approx(100 * 2 / 13)),
        ("lyon", "patent", 1, ACME, "company", 0.25, 1, 50.0),
        ("lyon", "patent", 2, "name:nordic widgets", "company", 0.25, 1, 50.0),
    ]


def test_how_concentrated_a_cluster_is_and_who_works_with_whom(made: dict[str, DataFrame]) -> None:
    """Of the papers three have a known organisation in Lyon, and two of them join a university and a company."""
    columns = ("kind", "organisations_count", "largest_percent", "five_largest_percent", "few_documents_percent", "known_documents_count", "joint_count")
    assert rows(made["cluster_concentration"], *columns) == [
        ("paper", 3, pytest.approx(400 / 9), 100.0, pytest.approx(400 / 9), 3, 2),
        ("patent", 2, 50.0, 100.0, 100.0, 1, 0),
    ]


@pytest.mark.parametrize("name", ["address_organisations", "document_organisations", "cluster_organisations", "cluster_concentration"])
def test_a_job_gives_its_table_as_the_contract_says(made: dict[str, DataFrame], name: str) -> None:
    contract = TABLES[name]
    assert conform(made[name], contract).columns == list(contract.column_names)
    broken = [f"not ({check}) or ({check}) is null" for check in contract.checks.values()]
    broken += [f"{column.name} is null" for column in contract.columns if not column.nullable]
    assert made[name].where(" or ".join(f"({condition})" for condition in broken)).collect() == []

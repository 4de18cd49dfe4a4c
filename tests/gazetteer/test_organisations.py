"""ROR dumps of both schema versions."""

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from innoatlas.errors import SourceError
from innoatlas.gazetteer.build import build
from innoatlas.gazetteer.organisations import Organisation, organisation_places, ror_organisations
from tests.gazetteer.small_world import SmallWorld, settings
from tests.gazetteer.test_build import found, place

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "reference" / "ror"


#: No town of the small gazetteer is one of theirs.
TOWNS = pa.table({"geonames_id": pa.array([], pa.int64()), "admin1_code": pa.array([], pa.string()), "admin2_code": pa.array([], pa.string())})


def first(ror_id: str, name: str, **changes: Any) -> dict[str, Any]:
    """A record of schema 1."""
    address = {"lat": 48.8, "lng": 2.3, "geonames_city": {"id": 1}}
    words = {"labels": [{"label": "Sorbonne", "iso639": "fr"}], "aliases": ["Paris 6"], "acronyms": ["SU"]}
    return {"id": f"https://ror.org/{ror_id}", "name": name, "status": "active", "addresses": [address], "country": {"country_code": "FR"}} | words | changes


def second(ror_id: str, name: str, **changes: Any) -> dict[str, Any]:
    """A record of schema 2."""
    names = [{"value": "CEA", "types": ["acronym"]}, {"value": name, "types": ["ror_display", "label"]}, {"value": "Commissariat", "types": ["alias"]}]
    locations = [{"geonames_id": 99, "geonames_details": {"lat": 48.7, "lng": 2.2, "country_code": "FR", "name": "Saclay"}}]
    return {"id": f"https://ror.org/{ror_id}", "status": "active", "names": names, "locations": locations} | changes


def dump(path: Path, *records: dict[str, Any]) -> Path:
    text = json.dumps(records).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def test_organisations_of_both_schemas_are_found_by_all_their_names(tmp_path: Path) -> None:
    given, reference = SmallWorld().pack(tmp_path)
    dumps = (str(dump(tmp_path / "1.json.gz", first("0aa", "Sorbonne University"))), str(dump(tmp_path / "2.json", second("0bb", "Atomic Energy Commission"))))
    gazetteer = build(settings(Path(given.packages), ror=dumps), reference)
    for name, kind in (("Sorbonne University", "main"), ("Sorbonne", "alternate"), ("Paris 6", "alternate"), ("SU", "acronym")):
        assert found(gazetteer, "FR", name) == {"ror:0aa": kind}
    for name, kind in (("Atomic Energy Commission", "main"), ("Commissariat", "alternate"), ("CEA", "acronym")):
        assert found(gazetteer, "FR", name) == {"ror:0bb": kind}
    known, unknown = place(gazetteer, "ror:0aa"), place(gazetteer, "ror:0bb")
    assert (known["precision"], known["town_id"], known["admin1_code"], known["lat"]) == ("organisation", "geonames:1", "FR.11", 48.8)
    assert (unknown["town_id"], unknown["admin1_code"], unknown["lat"]) == (None, None, 48.7)


def test_withdrawn_inactive_and_placeless_organisations_are_left_out(tmp_path: Path) -> None:
    records = [
        first("0aa", "A"),
        first("0bb", "B", status="withdrawn"),
        second("0cc", "C", status="inactive"),
        second("0dd", "D", locations=[]),
        first("0ee", "E", addresses=[]),
    ]
    assert [organisation.ror_id for organisation in ror_organisations(dump(tmp_path / "ror.json", *records))] == ["0aa"]


def test_of_a_zip_with_both_schemas_the_second_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "v2-ror-data.zip", "w") as archive:
        archive.writestr("v2-ror-data.json", json.dumps([first("0aa", "Old")]))
        archive.writestr("v2-ror-data_schema_v2.json", json.dumps([second("0aa", "New")]))
    assert [organisation.names[0] for organisation in ror_organisations(tmp_path / "v2-ror-data.zip")] == [("New", "main")]


@pytest.mark.parametrize("text", ["", "{", '{"a": 1}', '[{"id": 1}]', "[]"])
def test_what_is_no_dump_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "ror.json").write_text(text)
    with pytest.raises(SourceError, match=r"ror\.json: expected"):
        ror_organisations(tmp_path / "ror.json")


@pytest.mark.skipif(not REAL.exists(), reason=f"the real ROR dumps are not at {REAL}")
@pytest.mark.parametrize(("version", "least"), [("1.0", 13_000), ("2.0", 35_000)])
def test_the_real_dumps_are_read(version: str, least: int) -> None:
    organisations = ror_organisations(REAL / f"ror-subset-schema-v{version}.json.gz")
    assert len(organisations) > least
    assert all(len(organisation.country_code) == 2 and organisation.names[0][1] == "main" for organisation in organisations)


def test_an_organisation_is_found_without_the_country_or_the_town_that_the_registry_adds() -> None:
    mainz = Organisation("0aa", "DE", 1, 50.0, 8.3, "Mainz", (("Johannes Gutenberg University Mainz", "main"), ("JGU Mainz", "acronym")))
    xenon = Organisation("0bb", "CA", 2, 49.2, -122.9, "Burnaby", (("Xenon Pharmaceuticals (Canada)", "main"),))
    names = organisation_places([mainz, xenon], TOWNS).names
    found = {(row["place_id"], row["name"], row["name_kind"]) for row in names.to_pylist()}
    assert ("ror:0bb", "Xenon Pharmaceuticals", "alternate") in found
    assert ("ror:0aa", "Johannes Gutenberg University", "derived") in found
    assert "JGU" not in {name for _, name, _ in found}


def test_a_name_without_its_town_is_no_ones_where_several_would_bear_it() -> None:
    campuses = [
        Organisation(f"0{town[0].lower()}", "US", None, 36.0, -79.0, town, ((f"University of North Carolina at {town}", "main"),))
        for town in ("Charlotte", "Greensboro")
    ]
    assert "University of North Carolina" not in organisation_places(campuses, TOWNS).names["name"].to_pylist()

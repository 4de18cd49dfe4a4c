"""Everything that a gazetteer is made of, read as the settings say, one stretch of countries after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.gazetteer.countries import packaged_countries, packaged_spellings
from innoatlas.gazetteer.dumps import dump_countries, dump_features, dump_names, dump_postal, dump_region_names
from innoatlas.gazetteer.more_places import reviewed_places
from innoatlas.gazetteer.organisations import organisation_places, ror_organisations
from innoatlas.gazetteer.packages import PACKAGES, digest, wheel
from innoatlas.gazetteer.parts import Part, flat, join_parts
from innoatlas.gazetteer.postal import packaged_postal, without_countries
from innoatlas.gazetteer.regions import packaged_regions, with_second_level
from innoatlas.gazetteer.stretches import stretches
from innoatlas.gazetteer.towns import more_names, packaged_towns

#: A stretch of countries has at most so many towns, names of dumps and postal rows together: a few hundred MB while it is worked on.
_MOST_ROWS = 1_000_000


@dataclass(frozen=True)
class GazetteerSettings:
    """What the gazetteer is made of. Dumps are optional, text or zip; what they hold replaces or joins what the packages hold."""

    packages: str  #: folder of the pinned wheels
    geonames_features: tuple[str, ...]  #: paths of allCountries or citiesN; their towns replace packaged ones of the same id
    geonames_names: tuple[str, ...]  #: paths of alternateNamesV2
    geonames_regions: tuple[str, ...]  #: paths of admin1CodesASCII and admin2Codes
    geonames_countries: tuple[str, ...]  #: paths of countryInfo
    geonames_postal: tuple[str, ...]  #: paths of postal dumps; they replace the packaged codes of the countries that they hold
    ror: tuple[str, ...]  #: paths of ROR dumps (.json, .json.gz, .zip); of an organisation given twice the last is kept
    resolution: int  #: H3 resolution of the places' cells, 0 to 15
    namesake_km: float  #: km; two points of one name in a country that are no farther apart are one place
    state_share: float  #: 0 to 1; least share of a state's postal rows that must lie in one region for the state to be that region


def inputs_digest(settings: GazetteerSettings) -> list[str]:
    """Name, size and SHA-256 of every input file, for the manifest."""
    paths = [wheel(Path(settings.packages), package) for package in PACKAGES]
    dumps = (
        settings.geonames_features,
        settings.geonames_names,
        settings.geonames_regions,
        settings.geonames_countries,
        settings.geonames_postal,
        settings.ror,
    )
    return [digest(path) for path in (*paths, *(Path(path) for group in dumps for path in group))]


class Inputs(NamedTuple):
    """What was read of a stretch of countries, in the shapes that the modules of its kind describe."""

    towns: pa.Table
    town_names: Part  #: further names of towns, and the towns of the reviewed table
    regions: pa.Table
    countries: pa.Table
    spellings: pa.Table
    postal: pa.Table
    organisations: Part


def inputs_by_stretch(settings: GazetteerSettings, reference: Path) -> Iterator[Inputs]:
    """Read everything once and hand it on country by country; SourceError when an input is absent or not as it was."""
    packages = Path(settings.packages)
    towns, regions = _towns_and_regions(settings, packages, reference)
    country_of_town = flat(towns["country_code"])
    dumped = [dump_names(Path(path), flat(towns["geonames_id"])) for path in settings.geonames_names]
    reviewed = reviewed_places(reference)
    organisations = organisation_places([one for path in settings.ror for one in ror_organisations(Path(path))], towns)
    tables = {
        "countries": pa.concat_tables([packaged_countries(packages, reference), *(dump_countries(Path(path)) for path in settings.geonames_countries)]),
        "spellings": packaged_spellings(packages, reference),
        "postal": _postal(settings, packages, reference),
        **{f"{name} {kind}": getattr(part, kind) for name, part in (("reviewed", reviewed), ("organisation", organisations)) for kind in Part._fields},
    }
    by_country = {name: (table, table["country_code"]) for name, table in tables.items()}
    by_country |= {"towns": (towns, country_of_town), "regions": (regions, pc.utf8_slice_codeunits(flat(regions["code"]), 0, 2))}
    by_country |= {f"dumped {i}": (table, country_of_town.take(flat(table["town"]))) for i, table in enumerate(dumped)}
    whole = stretches([column for _, column in by_country.values()], _MOST_ROWS)
    rows = {name: whole.rows(column) for name, (_, column) in by_country.items()}

    for number in range(len(whole)):
        of = {name: table.take(pa.array(rows[name][number])).combine_chunks() for name, (table, _) in by_country.items()}
        further = [more_names(towns, of[f"dumped {i}"]) for i in range(len(dumped))]
        yield Inputs(
            towns=of["towns"],
            town_names=join_parts([*further, Part(of["reviewed places"], of["reviewed names"])]),
            regions=of["regions"],
            countries=of["countries"],
            spellings=of["spellings"],
            postal=of["postal"],
            organisations=Part(of["organisation places"], of["organisation names"]),
        )


def _towns_and_regions(settings: GazetteerSettings, packages: Path, reference: Path) -> tuple[pa.Table, pa.Table]:
    """Packaged towns and regions with those of dumps; a town of a dump stands for the packaged one of its id, a later dump's for an earlier one's."""
    towns = with_second_level(packaged_towns(packages, reference), packages, reference)
    regions = [packaged_regions(packages, reference), *(dump_region_names(Path(path)) for path in settings.geonames_regions)]
    for path in settings.geonames_features:
        newer = dump_features(Path(path))
        own = flat(towns["geonames_id"])
        again = flat(newer.towns["geonames_id"].filter(pc.is_in(newer.towns["geonames_id"], own)))
        towns = pa.concat_tables([towns.filter(pc.invert(pc.is_in(own, again))), newer.towns]).combine_chunks()
        regions.append(newer.regions)
    return towns, pa.concat_tables(regions).combine_chunks()


def _postal(settings: GazetteerSettings, packages: Path, reference: Path) -> pa.Table:
    postal = packaged_postal(packages, reference)
    for path in settings.geonames_postal:
        newer = dump_postal(Path(path))
        postal = pa.concat_tables([without_countries(postal, newer), newer])
    return postal.combine_chunks()

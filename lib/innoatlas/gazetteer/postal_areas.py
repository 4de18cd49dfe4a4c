"""One place per postal code: the median point of its rows, their spread as its radius, the town that most of them name."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.gazetteer.groups import median_middles, numbered
from innoatlas.gazetteer.parts import Part, flat, joined, name_table, place_table
from innoatlas.gazetteer.postal_places import most_frequent, where_several
from innoatlas.text.fold import compact

#: Numbers of single buildings (Makani), which nobody writes as a postal code: ten digits that a telephone number may equal.
_NO_CODES = pa.array(["AE"])

#: What French files add to the codes of distribution offices: `75412 CEDEX 08`.
_CEDEX = r"(?i)\s*cedex\b.*$"

#: The country's letters before the digits, as some files write them: `LV-5101`, `AZ 0100`, `L-4968`.
_COUNTRY_LETTERS = r"^[A-Z]{1,2}[- ]?(\d{3,})$"

#: Countries whose addresses often give the leading digits only, or whose file lists only some of the full codes: how many lead.
_LEADING = {"BR": 5, "CN": 4, "PT": 4}


def code_areas(postal: pa.Table, row_place_id: pa.Array, admin1_code: pa.Array) -> Part:
    """POSTAL rows as one place per code and, where leading digits are written alone, per group of codes that share them.

    `row_place_id` and `admin1_code` give each row's named place and region, null when not known.
    """
    code = pc.replace_substring_regex(flat(postal["code"]), _CEDEX, "")
    rows = pa.table({"country_code": postal["country_code"], "code": code, "lat": postal["lat"], "lon": postal["lon"]})
    rows = rows.append_column("place_id", row_place_id).append_column("admin1_code", admin1_code)
    rows = rows.filter(pc.invert(pc.is_in(rows["country_code"], _NO_CODES)))
    return _areas(pa.concat_tables([rows, *(_leading(rows, country, digits) for country, digits in _LEADING.items())]).combine_chunks())


def _leading(rows: pa.Table, country: str, digits: int) -> pa.Table:
    own = rows.filter(pc.equal(rows["country_code"], country))
    return own.set_column(1, "code", pc.utf8_slice_codeunits(own["code"], 0, digits))


def _areas(rows: pa.Table) -> Part:
    group, first = numbered(flat(rows["country_code"]), compact(flat(rows["code"])))
    middles = median_middles(group, len(first), np.asarray(rows["lat"]), np.asarray(rows["lon"]))
    country_code, code = (flat(rows[name]).take(pa.array(first)) for name in ("country_code", "code"))
    place_id = joined("postal", country_code, pc.utf8_upper(compact(code)), separator=":")
    town = flat(rows["place_id"])
    towns = most_frequent(pc.if_else(pc.starts_with(town, "geonames:"), town, None), group, len(first))
    columns = {
        "place_id": place_id,
        "place_name": code,
        "precision": "postcode",
        "country_code": country_code,
        "admin1_code": most_frequent(flat(rows["admin1_code"]), group, len(first)),
        "lat": middles.lat,
        "lon": middles.lon,
        "radius_km": where_several(group, middles.radius_km),
        "town_id": pc.coalesce(towns, most_frequent(town, group, len(first))),
    }
    lettered = pc.match_substring_regex(code, _COUNTRY_LETTERS)
    bare = pc.replace_substring_regex(code.filter(lettered), _COUNTRY_LETTERS, r"\1")
    names = [name_table(place_id, country_code, code, "code"), name_table(place_id.filter(lettered), country_code.filter(lettered), bare, "code")]
    return Part(place_table(columns), pa.concat_tables(names))

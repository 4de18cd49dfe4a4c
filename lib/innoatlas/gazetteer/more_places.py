"""Towns that the packages lack, from the reviewed table `more_places.tsv`: too important to miss, too few to need a dump."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.errors import SourceError
from innoatlas.gazetteer.packages import reference_rows
from innoatlas.gazetteer.parts import Part, join_parts, listed, name_table, place_table

_COLUMNS = ("place_id", "place_name", "country_code", "admin1_code", "lat", "lon", "population", "other_names")


def reviewed_places(reference: Path) -> Part:
    """The table's rows as places; empty when there is no table. `other_names` are parted by `|`, an empty cell is not known."""
    path = reference / "more_places.tsv"
    rows = reference_rows(path, _COLUMNS) if path.exists() else []
    if not rows:
        return join_parts([])
    texts = dict(zip(_COLUMNS, (pc.if_else(pc.equal(column, ""), None, column) for column in map(pa.array, zip(*rows, strict=True))), strict=True))
    try:
        numbers = {name: pc.cast(texts[name], kind) for name, kind in (("lat", pa.float64()), ("lon", pa.float64()), ("population", pa.int64()))}
    except pa.ArrowInvalid as error:
        raise SourceError(f"{path}: expected numbers as lat, lon and population, found {error}. Correct the row.") from error
    place_id, country_code = texts["place_id"], texts["country_code"]
    same = {name: texts[name] for name in ("place_id", "place_name", "country_code", "admin1_code")}
    others = listed(place_id, country_code, pc.split_pattern(pc.fill_null(texts["other_names"], ""), "|"), "alternate")
    names = pa.concat_tables([name_table(place_id, country_code, texts["place_name"], "main"), others])
    return Part(place_table(same | numbers | {"precision": "city"}), names)

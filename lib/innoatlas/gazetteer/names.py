"""Names as they are looked up: folded, without repeats, each with the best of its kinds."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.gazetteer.parts import flat
from innoatlas.text.fold import compact

#: Of two equal names of a place the one of the earlier kind is kept.
KINDS = ("main", "alternate", "code", "acronym", "derived")

#: The columns of the contract of `place_names`.
COLUMNS = ("country_code", "folded_name", "name", "place_id", "name_kind")


def folded(names: pa.Table) -> pa.Table:
    """NAME_SCHEMA with the column `folded_name` added; names without a letter or digit are left out."""
    key = compact(flat(names["name"]))
    return names.append_column("folded_name", key).filter(pc.not_equal(key, ""))


def distinct(names: pa.Table) -> pa.Table:
    """Folded names in the contract's columns, sorted by its key, one row a key: of equal ones the best kind, then the first spelling."""
    rank = pc.index_in(names["name_kind"], pa.array(KINDS))
    keyed = names.append_column("rank", rank)
    order = [(name, "ascending") for name in ("country_code", "folded_name", "place_id", "rank", "name")]
    keyed = keyed.take(pc.sort_indices(keyed, sort_keys=order)).combine_chunks()
    return keyed.filter(pa.array(_first_of_run(keyed))).select(COLUMNS)


def _first_of_run(names: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    first = np.ones(len(names), dtype=np.bool_)
    if len(names) > 1:
        same = [pc.equal(names[column][1:], names[column][:-1]) for column in ("country_code", "folded_name", "place_id")]
        first[1:] = ~np.asarray(pc.and_(pc.and_(same[0], same[1]), same[2]))
    return first

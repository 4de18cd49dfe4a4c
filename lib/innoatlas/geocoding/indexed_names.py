"""Names of a gazetteer as numbers: read batch after batch, texts left behind but for those that are looked at again."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innoatlas.errors import GeocoderError
from innoatlas.geocoding.index import CITY, DERIVED, MAIN, NAME_KINDS, ORGANISATION, Places
from innoatlas.text.arrays import Bools, Hashes, Ints
from innoatlas.text.scan import hash_names

#: Latin town names shorter than this are never matched by similarity, nor longer ones.
_FUZZY_LETTERS = (4, 24)

#: Fields of IndexedNames that are texts, the last ones.
_TEXTS = 3

#: Ids that are hashed at once.
_PART = 500_000


@dataclass
class IndexedNames:
    """Names as numbers, one entry a name, and as texts where those are needed."""

    hash: Hashes
    place: NDArray[np.int32]
    kind: NDArray[np.uint8]
    worth: Bools  #: long enough to name a town
    similar: Bools  #: a town's, to be met by similarity
    texts: pa.Array  #: folded, of the similar ones
    town_names: pa.Array  #: the same as they are written
    written: pa.Array  #: names of organisations as they are written


def hashes_of(ids: pa.Array) -> Hashes:
    """By parts, for the running sums over all letters are many times as large."""
    return np.concatenate([hash_names(ids.slice(start, _PART)) for start in range(0, max(len(ids), 1), _PART)])


def read_names(batches: Iterable[pa.RecordBatch], id_hashes: Hashes, columns: Places) -> IndexedNames:
    """One pass over the names: texts are left behind, but for those that are needed."""
    by_hash = np.argsort(id_hashes, kind="stable")
    ordered = id_hashes[by_hash]
    if len(ordered) and (ordered[1:] == ordered[:-1]).any():
        raise GeocoderError("places holds a place twice, or two ids of one hash. Run the job places again.")
    parts = [_numbered_names(batch, ordered, by_hash, columns) for batch in batches if batch.num_rows]
    if not parts:
        raise GeocoderError("place_names holds no name. Run the jobs places and place_names together.")
    numbers = (np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(IndexedNames)[:-_TEXTS])
    return IndexedNames(*numbers, *(pa.concat_arrays([getattr(part, field.name) for part in parts]) for field in fields(IndexedNames)[-_TEXTS:]))


def _numbered_names(batch: pa.RecordBatch, ordered: Hashes, by_hash: Ints, columns: Places) -> IndexedNames:
    asked = hash_names(batch["place_id"])
    at = np.minimum(np.searchsorted(ordered, asked), max(len(ordered) - 1, 0))
    known = ordered[at] == asked if len(ordered) else np.zeros(len(asked), np.bool_)
    if not known.all():
        strange = batch["place_id"][int(np.argmin(known))]
        raise GeocoderError(f"place_names holds {strange}, which is no row of places. Run the jobs places and place_names together.")
    place = by_hash[at].astype(np.int32)
    kind = pc.index_in(batch["name_kind"], pa.array(NAME_KINDS)).to_numpy(zero_copy_only=False).astype(np.uint8)
    folded, precision = batch["folded_name"], columns.precision[place]
    letters = pc.utf8_length(folded).to_numpy()
    latin = pc.string_is_ascii(folded).to_numpy(zero_copy_only=False)
    # One Latin letter is no town; two or three are one only as a main name, for as alternates they are codes of airports and stations.
    worth = ~latin | (letters > 3) | ((letters > 1) & (kind == MAIN))
    # Villages that only postal files know are too many and too much alike to be met by similarity.
    known_town = (precision == CITY) & worth & ~pc.starts_with(batch["place_id"], "postal").to_numpy(zero_copy_only=False)
    similar = known_town & latin & (letters >= _FUZZY_LETTERS[0]) & (letters <= _FUZZY_LETTERS[1]) & (kind <= DERIVED)
    organisations = batch["name"].filter(pa.array(precision == ORGANISATION))
    towns = pa.array(similar)
    return IndexedNames(hash_names(folded), place, kind, worth, similar, folded.filter(towns), batch["name"].filter(towns), organisations)

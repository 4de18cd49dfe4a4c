"""Contributors, geocodes and inferred places -> the coordinates of each document, with its weight at each.

The rows of a document are brought together by sorting on a digest of its id, then one pass of Arrow batches does the arithmetic; a document that
straddles two batches is carried into the next. Measured against windows and nested aggregates, this is the fastest shape (docs/performance.md).
"""

from collections.abc import Iterable, Iterator
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.counting.units import Integers, share_units
from innoatlas.errors import SettingsError
from innoatlas.geo.sphere import coordinates, point_id_sql
from innoatlas.tables import DOCUMENT_PLACES, LOCATED

#: What becomes of the share of a person who could not be located: given to the others of the document, or lost.
RENORMALISE, LEAK = "renormalise", "leak"

_DIGEST = "document_digest"
_CARRIED = ("document_id", "source", "kind", "year", "periods", "person_position", "point_id", "place_id", "country_code", "cell")


def located_geocodes(geocodes: DataFrame, min_score: float) -> DataFrame:
    """address_id, point_id, place_id, country_code and cell of the addresses that are a point and sure enough (score at least `min_score`)."""
    located = geocodes.where(F.col("precision").isin(*LOCATED) & (F.col("score") >= min_score))
    return located.select("address_id", F.expr(point_id_sql()).alias("point_id"), "place_id", "country_code", "cell")


def count_documents(contributors: DataFrame, geocodes: DataFrame, inferred_places: DataFrame, *, min_score: float, persons_without_place: str) -> DataFrame:
    """One row per document and coordinate, columns of `document_places`. Documents without any located person have no row.

    A listing in `inferred_places` counts there as if it were located. `persons_without_place` is RENORMALISE or LEAK; SettingsError otherwise.
    """
    if persons_without_place not in (RENORMALISE, LEAK):
        raise SettingsError(f"persons_without_place: expected {RENORMALISE} or {LEAK}, found {persons_without_place!r}. Correct it in [document_places].")
    leak = persons_without_place == LEAK
    listings = contributors.join(located_geocodes(geocodes, min_score), "address_id", "left" if leak else "inner")
    # Where shares leak, an inferred listing is there twice, once without a point: that changes nothing, for persons are told apart by their position.
    inferred = inferred_places.withColumn("point_id", F.expr(point_id_sql()))
    rows = listings.select(*_CARRIED).unionByName(inferred.select(*_CARRIED)).select(F.xxhash64("document_id").alias(_DIGEST), *_CARRIED)
    gathered = rows.repartition(_DIGEST).sortWithinPartitions(_DIGEST)
    return gathered.mapInArrow(partial(_count_batches, leak=leak), DOCUMENT_PLACES.ddl)


def _count_batches(batches: Iterable[pa.RecordBatch], *, leak: bool) -> Iterator[pa.RecordBatch]:
    for table in _whole_documents(batches):
        yield from count_rows(table, leak=leak).to_batches()


def _whole_documents(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The same rows, cut where a document ends."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        if not batch.num_rows:
            continue
        digests = batch.column(_DIGEST).to_numpy()
        end = int(np.searchsorted(digests, digests[-1]))
        if end:  # the last document begins in this batch: all before it are complete
            yield pa.Table.from_batches([*waiting, batch.slice(0, end)])
            waiting = [batch.slice(end)]
        elif waiting and waiting[-1].column(_DIGEST)[0] != batch.column(_DIGEST)[0]:
            yield pa.Table.from_batches(waiting)
            waiting = [batch]
        else:
            waiting.append(batch)
    if waiting:
        yield pa.Table.from_batches(waiting)


def count_rows(listings: pa.Table, *, leak: bool) -> pa.Table:
    """Count one table that holds all rows of its documents; columns as carried through the sort, point_id null where a person has no place."""
    document = _codes(listings.column("document_id"))
    person = listings.column("person_position").to_numpy().astype(np.int64)
    divisor = _persons_listed(document, person) if leak else None
    located = np.flatnonzero(pc.is_valid(listings.column("point_id")).to_numpy())
    listings, document, person = listings.take(pa.array(located)) if leak else listings, document[located], person[located]
    point = listings.column("point_id").to_numpy()
    first_row, group = _documents_and_points(document, point, _ranks(listings.column("place_id")))
    shares = share_units(document, person, point, divisor)
    units = np.bincount(group[shares.row], weights=shares.units, minlength=len(first_row)).astype(np.int64)
    return _rows(listings.take(pa.array(first_row)), units, np.bincount(group[shares.row], minlength=len(first_row)))


def _documents_and_points(document: Integers, point: Integers, place: Integers) -> tuple[Integers, Integers]:
    """(groups,) the row of each (document, coordinate) that has the smallest place, and (rows,) the group of each row."""
    rows = np.lexsort((place, point, document))
    begins = np.ones(len(rows), dtype=np.bool_)
    begins[1:] = (np.diff(document[rows]) != 0) | (np.diff(point[rows]) != 0)
    group = np.empty(len(rows), dtype=np.int64)
    group[rows] = np.cumsum(begins) - 1
    return rows[begins], group


def _persons_listed(document: Integers, person: Integers) -> Integers:
    """(documents,) how many different persons each document lists."""
    pairs = np.unique(np.stack((document, person)), axis=1)
    return np.bincount(pairs[0]).astype(np.int64)


def _codes(column: pa.ChunkedArray) -> Integers:
    """Whole numbers from 0 that tell the values apart."""
    return np.asarray(column.combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64))


def _ranks(column: pa.ChunkedArray) -> Integers:
    """Whole numbers in the order of the values."""
    encoded = column.combine_chunks().dictionary_encode()
    rank = np.empty(len(encoded.dictionary), dtype=np.int64)
    rank[pc.sort_indices(encoded.dictionary).to_numpy()] = np.arange(len(rank))
    return np.asarray(rank[encoded.indices.to_numpy()])


def _rows(first: pa.Table, units: Integers, listings_count: Integers) -> pa.Table:
    lat, lon = coordinates(first.column("point_id").to_numpy())
    made = {"lat": lat, "lon": lon, "units": units, "listings_count": listings_count}
    return pa.table({name: pa.array(made[name]) if name in made else first.column(name) for name in DOCUMENT_PLACES.column_names})

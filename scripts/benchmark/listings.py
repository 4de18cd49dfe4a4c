"""Listings of the drawn addresses on documents: the table `contributors`, five rows to a document."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.random import Generator

from innoatlas.tables import CONTRIBUTORS
from scripts.benchmark.addresses import SEED

#: Listings to a document, as a release has them: 50 million of 9 million.
LISTINGS_PER_DOCUMENT = 5

_DOCUMENTS_IN_BLOCK = 100_000
_TYPES = {"string": pa.string(), "int": pa.int32(), "bigint": pa.int64(), "array<string>": pa.list_(pa.string())}


def write_listings(address_ids: np.ndarray[tuple[int], np.dtype[np.int64]], documents: int, folder: Path) -> int:
    """`documents` documents as Parquet with the columns of `contributors`; how many listings they have. Frequent addresses are drawn by Zipf's law."""
    folder.mkdir(parents=True, exist_ok=True)
    listings = 0
    for block, first in enumerate(range(0, documents, _DOCUMENTS_IN_BLOCK)):
        rng = np.random.default_rng((SEED, 1, block))
        table = _block(address_ids, first, min(_DOCUMENTS_IN_BLOCK, documents - first), rng)
        pq.write_table(table, folder / f"part-{block:04d}.parquet")
        listings += table.num_rows
    return listings


def _block(address_ids: np.ndarray[tuple[int], np.dtype[np.int64]], first: int, documents: int, rng: Generator) -> pa.Table:
    """1 to 9 persons a document, one address each; the number of a document decides its kind and year."""
    persons = rng.integers(1, 2 * LISTINGS_PER_DOCUMENT, documents)
    number = np.repeat(np.arange(first, first + documents), persons)
    rows = len(number)
    start = np.repeat(np.cumsum(persons) - persons, persons)
    address = ((len(address_ids) + 1) ** rng.random(rows)).astype(np.int64) - 1
    paper = number % 4 != 0
    made = {
        "document_id": pc.binary_join_element_wise("bench", pa.array(number).cast(pa.string()), ":"),
        "source": pa.array(["bench"]).take(pa.array(np.zeros(rows, np.int64))),
        "kind": pc.if_else(pa.array(paper), "paper", "patent"),
        "year": pa.array((2018 + number % 5).astype(np.int32)),
        "periods": pa.ListArray.from_arrays(np.arange(rows + 1, dtype=np.int32), pa.array(["current"]).take(pa.array(np.zeros(rows, np.int64)))),
        "person_position": pa.array((np.arange(rows) - start + 1).astype(np.int32)),
        "address_position": pa.array(np.ones(rows, np.int32)),
        "address_id": pa.array(address_ids[address]),
    }
    return pa.table({column.name: made.get(column.name, pa.nulls(rows, _TYPES[column.type])) for column in CONTRIBUTORS.columns})

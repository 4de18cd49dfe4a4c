"""Any number of distinct addresses that look like real ones, whole columns at a time; the same number gives the same bytes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.random import Generator

from innoatlas.tables import ADDRESS_FIELDS
from scripts.benchmark.towns import Bools, Ints, Towns
from scripts.benchmark.writing import Writing

#: Any number does; addresses of another seed are as good.
SEED = 1968

#: Rows drawn at once.
BLOCK = 250_000

#: Files that they are written to, so that every number of cores up to as many gets equal parts.
FILES = 16

FIELD_NAMES = tuple(column.name for column in ADDRESS_FIELDS)
_TRUTH = pa.schema(
    [("style", pa.string()), ("true_lat", pa.float64()), ("true_lon", pa.float64()), ("true_country", pa.string()), ("written_city", pa.string())]
)
SCHEMA = pa.schema([*((name, pa.string()) for name in FIELD_NAMES), *_TRUTH])

Fields = Mapping[str, pa.Array]


@dataclass(frozen=True)
class Style:
    """One way of writing addresses."""

    share: float  #: of the rows that are drawn; distinct ones are fewer where little varies
    write: Callable[[Writing], Fields]
    among: Callable[[Towns], Bools] | None = None  #: (towns,) whose addresses are written so; None for all
    tells_town: bool = True


def _in_the_states(towns: Towns) -> Bools:
    return np.asarray(pc.equal(towns.country, "US"), np.bool_)


def _with_native_name(towns: Towns) -> Bools:
    return np.asarray(pc.is_valid(towns.native), np.bool_)


#: Shares are set so that three rows in four are affiliations and one in four a patent's address, as in a release; each style is one of the real sources'.
STYLES = {
    "full": Style(0.30, lambda w: {"address_text": w.affiliation()}),
    "full_in_the_states": Style(0.08, lambda w: {"address_text": w.affiliation()}, among=_in_the_states),
    "without_postcode": Style(0.10, lambda w: {"address_text": w.join(", ", w.unit(), w.organisation(), w.city(), w.country())}),
    "web_of_science": Style(0.12, lambda w: {"address_text": w.web_of_science()}),
    "street_upper_case": Style(0.10, lambda w: {"address_text": pc.utf8_upper(w.street_and_town()), "country": w.towns.country.take(w.at)}),
    "street": Style(0.05, lambda w: {"address_text": w.street_and_town(), "country": w.towns.country.take(w.at)}),
    "city_state_country": Style(0.04, lambda w: {"city": w.city(), "region": w.state(), "country": w.towns.country.take(w.at)}),
    "city_state_zip": Style(
        0.03, lambda w: {"city": w.city(), "region": w.state(), "postcode": w.postcode(), "country": w.towns.country.take(w.at)}, among=_in_the_states
    ),
    "company_and_city": Style(0.04, lambda w: {"organisation": w.company(), "city": w.city(), "country": w.towns.country.take(w.at)}),
    "organisation_only": Style(0.03, lambda w: {"address_text": w.join(", ", w.unit(), w.organisation())}, tells_town=False),
    "native": Style(0.03, lambda w: {"address_text": w.native()}, among=_with_native_name),
    "with_mail": Style(0.03, lambda w: {"address_text": w.join("", w.affiliation(), w.contact())}),
    "several": Style(0.03, lambda w: {"address_text": w.join("; ", w.affiliation(), w.affiliation())}),
    "country_only": Style(0.01, lambda w: {"address_text": w.join(", ", w.subject(), w.country())}, tells_town=False),
    "null_affiliation": Style(0.01, lambda w: {"address_text": w.null_affiliation()}, tells_town=False),
}


def write_addresses(towns: Towns, count: int, folder: Path) -> None:
    """`count` addresses, no two with equal fields, as FILES equal files of Parquet with the columns of SCHEMA; truth is null where no town is told."""
    folder.mkdir(parents=True, exist_ok=True)
    file_rows, waiting, number = -(-count // FILES), SCHEMA.empty_table(), 0
    for fresh in _distinct_blocks(towns, count):
        waiting = pa.concat_tables([waiting, fresh])
        while waiting.num_rows >= file_rows:
            pq.write_table(waiting.slice(0, file_rows), folder / f"part-{number:04d}.parquet")
            waiting, number = waiting.slice(file_rows), number + 1
    if waiting.num_rows:
        pq.write_table(waiting, folder / f"part-{number:04d}.parquet")


def _distinct_blocks(towns: Towns, count: int) -> Iterator[pa.Table]:
    """Blocks without the addresses of blocks before, `count` rows in all."""
    seen, written, block = np.empty(0, np.uint64), 0, 0
    block_rows = min(BLOCK, max(count, 1000))
    while written < count:
        drawn = draw_block(towns, block_rows, np.random.default_rng((SEED, block)))
        digests = _digests(drawn)
        _, first = np.unique(digests, return_index=True)
        fresh = np.sort(first[~np.isin(digests[first], seen)])[: count - written]
        seen = np.concatenate((seen, digests[fresh]))
        written, block = written + len(fresh), block + 1
        yield drawn.take(pa.array(fresh))


def draw_block(towns: Towns, rows: int, rng: Generator) -> pa.Table:
    """`rows` addresses of all styles, mixed; some may be equal."""
    names = list(STYLES)
    shares = np.array([STYLES[name].share for name in names])
    style = rng.choice(len(names), rows, p=shares / shares.sum())
    at = [np.flatnonzero(style == number) for number in range(len(names))]
    parts = [_of_style(towns, name, len(where), rng) for name, where in zip(names, at, strict=True)]
    return pa.concat_tables(parts).take(pa.array(np.argsort(np.concatenate(at)))).combine_chunks()


def _of_style(towns: Towns, name: str, rows: int, rng: Generator) -> pa.Table:
    style = STYLES[name]
    at: Ints = towns.draw(rows, rng, style.among(towns) if style.among else None)
    writing = Writing(towns, at, rng)
    fields = style.write(writing)
    truth = {"true_lat": towns.lat[at], "true_lon": towns.lon[at], "true_country": towns.country.take(pa.array(at)), "written_city": writing.written_city}
    columns = {**fields, **(truth if style.tells_town else {}), "style": pa.array(np.full(rows, name))}
    return pa.table([columns.get(field.name, pa.nulls(rows, field.type)) for field in SCHEMA], schema=SCHEMA)


def _digests(table: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    joined = pc.binary_join_element_wise(*(table[name] for name in FIELD_NAMES), "\x1f", null_handling="replace", null_replacement="")
    return pd.util.hash_array(joined.to_numpy(zero_copy_only=False), categorize=False)

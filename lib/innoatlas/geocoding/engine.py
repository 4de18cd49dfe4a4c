"""One address or a million: read, find, compare, choose, answer. The only face of the engine that others call.

The `geocodes` job maps `geocode` over Arrow batches, the command line over a file, `explain` over one address: the same bits.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
import pyarrow as pa

from innoatlas.geocoding.answer import answer
from innoatlas.geocoding.areas import Areas, find_areas, without
from innoatlas.geocoding.candidates import ORGANISATION, Candidates, concatenate, find_candidates
from innoatlas.geocoding.case import Case
from innoatlas.geocoding.choice import Best, Choice, Scored, Weights, all_compared, best, replaced, settle
from innoatlas.geocoding.index import Index
from innoatlas.geocoding.misspelt import find_misspelt
from innoatlas.geocoding.reading import IN_CITY, Reading, join_fields, read
from innoatlas.text.arrays import Bools

#: Addresses worked on at once: more do not stay in the processor's cache, fewer pay for the calls.
BATCH = 20_000

#: An address whose exact candidates reach this confidence is not searched for misspellings.
SURE = 0.8


@dataclass(frozen=True)
class Thresholds:
    """Confidence, 0 to 1, below which an address stays unlocated."""

    min_score: float
    min_score_organisation: float  #: where nothing but an organisation's name speaks for the place


@dataclass(frozen=True)
class Worked:
    """Everything that was found and thought about a batch: what `explain` prints and `answer` sums up."""

    reading: Reading
    areas: Areas
    exact: Scored
    again: Scored | None  #: of the addresses that have similar names, these beside the exact ones
    best: Best

    @property
    def scored(self) -> Scored:
        """All candidates that the best ones were chosen among."""
        return all_compared(self.exact, self.again)


def geocode(addresses: pa.RecordBatch | pa.Table, index: Index, weights: Weights, thresholds: Thresholds) -> pa.Table:
    """The best place of each address, in the order given: the columns of `geocodes` but for the id.

    `addresses` has any of the columns address_text, organisation, city, region, postcode, country (strings, nullable).
    """
    table = pa.Table.from_batches([addresses]) if isinstance(addresses, pa.RecordBatch) else addresses
    parts = []
    batches = max(1, ceil(table.num_rows / BATCH))
    size = max(1, ceil(table.num_rows / batches))  # equal ones: a short last batch would cost nearly what a whole one does
    for start in range(0, max(table.num_rows, 1), size):
        worked = work(table.slice(start, size), index, weights)
        parts.append(answer(worked.reading, worked.areas, worked.best, index, thresholds.min_score, thresholds.min_score_organisation))
    return pa.concat_tables(parts)


def work(addresses: pa.Table, index: Index, weights: Weights) -> Worked:
    """Finds and compares the candidates of one batch, with misspelt names where exact ones leave doubt."""
    reading = read(join_fields(addresses), index.marks, index.information)
    areas = find_areas(reading, index)
    exact = find_candidates(reading, areas, index)
    reading = without(reading, areas.covered)
    scored, choice = settle(Case(reading, areas, exact, index), weights)
    found = best(scored, choice, np.arange(reading.rows))
    similar = find_misspelt(reading, areas, index, _doubtful(reading, exact, choice))
    if not len(similar):
        return Worked(reading, areas, scored, None, found)
    asked = np.zeros(reading.rows, np.bool_)
    asked[similar.row] = True
    both = concatenate([exact.take(np.flatnonzero(asked[exact.row])), similar])
    again, choice = settle(Case(reading, areas, both, index), weights)
    rows = np.flatnonzero(asked)
    return Worked(reading, areas, scored, again, replaced(found, rows, best(again, choice, rows)))


def _doubtful(reading: Reading, candidates: Candidates, choice: Choice) -> Bools:
    """No exact name is sure; an organisation alone is never sure, nor a part of what the field for the town says."""
    if not len(candidates):
        return np.ones(reading.rows, np.bool_)
    chosen = np.maximum(choice.candidate, 0)
    first, source = candidates.first[chosen], candidates.source[chosen]
    part = (reading.words.field[first] == IN_CITY) & ~reading.is_whole_segment(first, candidates.size[chosen])
    return (choice.candidate < 0) | (choice.score < SURE) | (source == ORGANISATION) | part

"""From a choice to the row of `geocodes`: the place if it is sure enough, else the region or country, else nothing, and the flags."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innoatlas.flags import Flag
from innoatlas.geocoding import marks
from innoatlas.geocoding.areas import BELIEVED, Areas
from innoatlas.geocoding.candidates import CUT, ORGANISATION
from innoatlas.geocoding.choice import Best
from innoatlas.geocoding.index import ADMIN1, COUNTRY, NONE, PRECISIONS, Index
from innoatlas.geocoding.reading import Reading
from innoatlas.text.arrays import Bools, Ints

METHODS = ("name", "postcode", "organisation", "fuzzy", "region", "country", "none")
_REGION, _COUNTRY, _NONE = 4, 5, 6

#: Weakest writing of a region or a country that is an answer by itself.
_WORTH_AN_ANSWER = BELIEVED


@dataclass(frozen=True)
class _Answered:
    place: Ints  #: (rows,) -1 for none
    method: Ints  #: (rows,) number into METHODS
    score: NDArray[np.float64]
    margin: NDArray[np.float64]
    placed: Bools  #: (rows,) by the best candidate; the answer is a region or nothing otherwise


def answer(reading: Reading, areas: Areas, best: Best, index: Index, min_score: float, min_score_organisation: float) -> pa.Table:
    """One row per address with the columns of `geocodes` but for the id."""
    silent = says_no_affiliation(reading, areas, index)
    sure = best.found & (best.score >= np.where(best.source == ORGANISATION, min_score_organisation, min_score))
    found = _with_regions(sure & ~silent, silent, areas, best, index)
    return _table(found, areas, index, _flags(found, silent, reading, areas, best, index))


def says_no_affiliation(reading: Reading, areas: Areas, index: Index) -> Bools:
    """The text is a phrase such as "none" or "retired", or holds one such as "affiliation not provided" and speaks of no country."""
    words = reading.words
    asked, bits = index.marks.silences.find(reading.windows.hash)
    row, size = words.row[reading.windows.first[asked]], reading.windows.size[asked]
    count = np.bincount(words.row, minlength=reading.rows)
    whole = ((bits & marks.NO_AFFILIATION_WHOLE) != 0) & (size == count[row])
    within = ((bits & marks.NO_AFFILIATION) != 0) & (areas.strengths[row, 0] < BELIEVED)
    out = np.zeros(reading.rows, np.bool_)
    out[row[whole | within]] = True
    return out


def _with_regions(placed: Bools, silent: Bools, areas: Areas, best: Best, index: Index) -> _Answered:
    """Where no town is sure: the finest region that is written clearly, else the country."""
    area_place, area_strength = _finest_area(areas, index, len(placed))
    by_area = ~placed & (area_place >= 0) & ~silent
    is_country = index.places.precision[np.maximum(area_place, 0)] == COUNTRY
    place = np.where(placed, best.place, np.where(by_area, area_place, -1))
    method = np.where(placed, best.source, np.where(by_area, np.where(is_country, _COUNTRY, _REGION), _NONE))
    score = np.where(placed, best.score, np.where(by_area, area_strength / 10.0, 0.0))
    margin = np.where(placed, best.margin, score)
    return _Answered(place, method, score, margin, placed)


def _finest_area(areas: Areas, index: Index, rows: int) -> tuple[Ints, Ints]:
    """The best region of the strongest country that is written clearly, else that country, with its strength."""
    country = areas.countries[:, 0]
    precision = index.places.precision[areas.place].astype(np.int64)
    mine = (index.places.country[areas.place] == country[areas.row]) & (areas.strength >= _WORTH_AN_ANSWER)
    mine &= areas.named_country | (areas.strengths[areas.row, 0] >= _WORTH_AN_ANSWER)
    chosen = np.flatnonzero(mine)
    # A first-level region is the safer answer where both levels bear the name.
    fineness = np.select([precision[chosen] == ADMIN1, precision[chosen] == COUNTRY], [0, 2], 1)
    # One number to sort by: 28 bits are more than places.
    key = np.sort((((areas.row[chosen] * 4 + fineness) * 16 + (15 - areas.strength[chosen])) << 28) + areas.place[chosen])
    key = key[np.flatnonzero(np.diff(key >> 34, prepend=-1))]
    place, strength = np.full(rows, -1, np.int64), np.zeros(rows, np.int64)
    place[key >> 34], strength[key >> 34] = key & ((1 << 28) - 1), 15 - ((key >> 28) & 15)
    return place, strength


def _flags(found: _Answered, silent: Bools, reading: Reading, areas: Areas, best: Best, index: Index) -> dict[Flag, Bools]:
    """Each flag as a column over addresses."""
    placed, method, edits, own_strength = found.placed, found.method, best.distance, best.country_strength
    strengths, countries = areas.strengths, areas.countries
    unread = placed & (own_strength == 0)
    words = np.bincount(reading.words.row, minlength=reading.rows)
    two_countries = (strengths[:, 1] >= 6) & (index.parents[np.maximum(countries[:, 1], 0)] != countries[:, 0])
    given_against_written = (strengths[:, 0] == 9) & (strengths[:, 1] >= 6)
    return {
        Flag.SEVERAL_ADDRESSES_IN_ONE: two_countries & ~given_against_written,
        Flag.COUNTRY_FROM_REGION: placed & (own_strength > 0) & (own_strength < BELIEVED),
        Flag.COUNTRY_FROM_PLACE: unread & (method != ORGANISATION),
        Flag.COUNTRY_FROM_ORGANISATION: unread & (method == ORGANISATION),
        Flag.COUNTRY_CONFLICT: given_against_written,
        Flag.REGION_CONFLICT: placed & best.region_against,
        Flag.POSTCODE_CONFLICT: placed & best.far_from_postcode,
        Flag.FUZZY: placed & ((edits == 1) | (edits == 2)),
        Flag.TRUNCATED: placed & (edits == CUT),
        Flag.AMBIGUOUS_NAMESAKE: placed & (found.margin < 0.3) & (best.namesakes > 1),
        Flag.ORGANISATION_ONLY: placed & (method == ORGANISATION),
        Flag.UMBRELLA_ORGANISATION: best.umbrella_speaks,
        Flag.NULL_AFFILIATION: silent,
        Flag.REGION_USED_AS_CITY: placed & best.is_its_region,
        Flag.GAZETTEER_HOLE: ~best.found & (strengths[:, 0] >= BELIEVED) & ~silent & (words > 1),
        Flag.UNREADABLE: reading.words.cut | (words == 0),
    }


def _table(found: _Answered, areas: Areas, index: Index, flags: dict[Flag, Bools]) -> pa.Table:
    placed = found.place >= 0
    place = np.maximum(found.place, 0)
    strings = index.strings.take(pa.array(place, mask=~placed))
    country = np.where(placed, index.places.country[place], np.where(areas.strengths[:, 0] >= BELIEVED, areas.countries[:, 0], len(index.countries)))

    def nulled(values: NDArray[Any], kind: pa.DataType) -> pa.Array:
        return pa.array(values, kind, mask=~placed)

    def text(column: str) -> pa.Array:
        return strings[column].combine_chunks()

    precision = np.where(placed, index.places.precision[place], NONE)
    return pa.table(
        {
            "place_id": text("place_id"),
            "place_name": text("place_name"),
            "country_code": _of(index.countries, country),
            "admin1_code": text("admin1_code"),
            "lat": nulled(index.places.lat[place], pa.float64()),
            "lon": nulled(index.places.lon[place], pa.float64()),
            "cell": nulled(index.places.cell[place], pa.int64()),
            "precision": _of(PRECISIONS, precision),
            "method": _of(METHODS, found.method),
            "score": nulled(np.round(found.score, 4), pa.float64()),
            "margin": nulled(np.round(found.margin, 4), pa.float64()),
            "flags": _flag_lists(flags, len(place)),
        }
    )


def _flag_lists(flags: dict[Flag, Bools], rows: int) -> pa.Array:
    """The labels of each row's flags, sorted, as a list column."""
    ordered = sorted(flags, key=lambda flag: flag.label)
    grid = np.stack([flags[flag] for flag in ordered], axis=1)
    row, column = np.nonzero(grid)
    offsets = np.searchsorted(row, np.arange(rows + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), _of([flag.label for flag in ordered], column))


def _of(values: Sequence[str], number: NDArray[Any]) -> pa.Array:
    """The value of each number, null for the number after the last."""
    return pa.array([*values, None], pa.string()).take(pa.array(number))

"""From a choice to the row of `geocodes`: the place if it is sure enough, else the region or country, else nothing, and the flags."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innoatlas.flags import Flag
from innoatlas.geocoding import marks
from innoatlas.geocoding.areas import BELIEVED, Areas
from innoatlas.geocoding.candidates import CUT, ORGANISATION
from innoatlas.geocoding.choice import FEATURE_NAMES, Choice, Scored
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
    chosen: Ints  #: (rows,) number of the candidate, -1 when the answer is a region or nothing


def answer(reading: Reading, areas: Areas, scored: Scored, choice: Choice, index: Index, min_score: float, min_score_organisation: float) -> pa.Table:
    """One row per address with the columns of `geocodes` but for the id."""
    silent = says_no_affiliation(reading, areas, index)
    chosen = np.where(_sure(scored, choice, min_score, min_score_organisation) & ~silent, choice.candidate, -1)
    found = _with_regions(chosen, silent, areas, scored, choice, index)
    return _table(found, areas, index, _flags(found, silent, reading, areas, scored, choice, index))


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


def _sure(scored: Scored, choice: Choice, min_score: float, min_score_organisation: float) -> Bools:
    at = np.maximum(choice.candidate, 0)
    source = _column(scored.candidates.source, at)
    return (choice.candidate >= 0) & (choice.score >= np.where(source == ORGANISATION, min_score_organisation, min_score))


def _with_regions(chosen: Ints, silent: Bools, areas: Areas, scored: Scored, choice: Choice, index: Index) -> _Answered:
    """Where no town is sure: the finest region that is written clearly, else the country."""
    rows = np.arange(len(chosen))
    candidate_place = _column(scored.candidates.place, np.maximum(chosen, 0))
    candidate_source = _column(scored.candidates.source, np.maximum(chosen, 0)).astype(np.int64)
    area_place, area_strength = _finest_area(areas, index, len(chosen))
    by_area = (chosen < 0) & (area_place >= 0) & ~silent
    is_country = index.places.precision[np.maximum(area_place, 0)] == COUNTRY
    place = np.where(chosen >= 0, candidate_place, np.where(by_area, area_place, -1))
    method = np.where(chosen >= 0, candidate_source, np.where(by_area, np.where(is_country, _COUNTRY, _REGION), _NONE))
    score = np.where(chosen >= 0, choice.score[rows], np.where(by_area, area_strength / 10.0, 0.0))
    margin = np.where(chosen >= 0, choice.margin[rows], score)
    return _Answered(place, method, score, margin, chosen)


def _finest_area(areas: Areas, index: Index, rows: int) -> tuple[Ints, Ints]:
    """The best region of the strongest country that is written clearly, else that country, with its strength."""
    country = areas.countries[:, 0]
    precision = index.places.precision[areas.place].astype(np.int64)
    mine = (index.places.country[areas.place] == country[areas.row]) & (areas.strength >= _WORTH_AN_ANSWER)
    mine &= areas.named_country | (areas.strengths[areas.row, 0] >= _WORTH_AN_ANSWER)
    chosen = np.flatnonzero(mine)
    # A first-level region is the safer answer where both levels bear the name.
    fineness = np.select([precision[chosen] == ADMIN1, precision[chosen] == COUNTRY], [0, 2], 1)
    order = chosen[np.lexsort((areas.place[chosen], -areas.strength[chosen], fineness, areas.row[chosen]))]
    row, first = np.unique(areas.row[order], return_index=True)
    place, strength = np.full(rows, -1, np.int64), np.zeros(rows, np.int64)
    place[row], strength[row] = areas.place[order[first]], areas.strength[order[first]]
    return place, strength


def _flags(found: _Answered, silent: Bools, reading: Reading, areas: Areas, scored: Scored, choice: Choice, index: Index) -> dict[Flag, Bools]:
    """Each flag as a column over addresses."""
    placed = found.chosen >= 0
    at = np.maximum(found.chosen, 0)
    strengths, countries = areas.strengths, areas.countries

    def feature(name: str) -> Bools:
        return placed & (_column(scored.features[:, FEATURE_NAMES.index(name)], at) != 0)

    method, edits = found.method, _column(scored.candidates.distance, at)
    own_strength = _column(scored.country_strength, at)
    unread = placed & (own_strength == 0)
    words = np.bincount(reading.words.row, minlength=reading.rows)
    two_countries = (strengths[:, 1] >= 6) & (index.parents[np.maximum(countries[:, 1], 0)] != countries[:, 0])
    given_against_written = (strengths[:, 0] == 9) & (strengths[:, 1] >= 6)
    umbrella_only = np.zeros(reading.rows, np.bool_)
    umbrella = scored.features[:, FEATURE_NAMES.index("umbrella")] != 0
    umbrella_only[scored.candidates.row[umbrella]] = True
    return {
        Flag.SEVERAL_ADDRESSES_IN_ONE: two_countries & ~given_against_written,
        Flag.COUNTRY_FROM_REGION: placed & (own_strength > 0) & (own_strength < BELIEVED),
        Flag.COUNTRY_FROM_PLACE: unread & (method != ORGANISATION),
        Flag.COUNTRY_FROM_ORGANISATION: unread & (method == ORGANISATION),
        Flag.COUNTRY_CONFLICT: given_against_written,
        Flag.REGION_CONFLICT: feature("region_against"),
        Flag.POSTCODE_CONFLICT: feature("far_from_postcode"),
        Flag.FUZZY: placed & np.isin(edits, (1, 2)),
        Flag.TRUNCATED: placed & (edits == CUT),
        Flag.AMBIGUOUS_NAMESAKE: placed & (found.margin < 0.3) & (_column(scored.candidates.namesakes, at) > 1),
        Flag.ORGANISATION_ONLY: placed & (method == ORGANISATION),
        Flag.UMBRELLA_ORGANISATION: umbrella_only,
        Flag.NULL_AFFILIATION: silent,
        Flag.REGION_USED_AS_CITY: feature("is_its_region"),
        Flag.GAZETTEER_HOLE: (choice.candidate < 0) & (strengths[:, 0] >= BELIEVED) & ~silent & (words > 1),
        Flag.UNREADABLE: reading.words.cut | (words == 0),
    }


def _table(found: _Answered, areas: Areas, index: Index, flags: dict[Flag, Bools]) -> pa.Table:
    placed = found.place >= 0
    place = np.maximum(found.place, 0)
    unplaced = pa.array(~placed)
    strings = index.strings.take(pa.array(place))
    countries = np.array((*index.countries, None), object)
    country = np.where(placed, index.places.country[place], np.where(areas.strengths[:, 0] >= BELIEVED, areas.countries[:, 0], len(index.countries)))

    def nulled(values: NDArray[Any], kind: pa.DataType) -> pa.Array:
        return pa.array(values, kind, mask=~placed)

    def text(column: str) -> pa.Array:
        values = strings[column].combine_chunks()
        return pa.compute.if_else(unplaced, pa.scalar(None, pa.string()), values)

    precision = np.where(placed, index.places.precision[place], NONE)
    return pa.table(
        {
            "place_id": text("place_id"),
            "place_name": text("place_name"),
            "country_code": pa.array(countries[country], pa.string()),
            "admin1_code": text("admin1_code"),
            "lat": nulled(index.places.lat[place], pa.float64()),
            "lon": nulled(index.places.lon[place], pa.float64()),
            "cell": nulled(index.places.cell[place], pa.int64()),
            "precision": pa.array(np.array(PRECISIONS, object)[precision], pa.string()),
            "method": pa.array(np.array(METHODS, object)[found.method], pa.string()),
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
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(np.array([flag.label for flag in ordered], object)[column], pa.string()))


def _column(values: NDArray[Any], at: Ints) -> NDArray[Any]:
    """values[at], or zeros where there are no candidates at all."""
    return values[at] if len(values) else np.zeros(len(at), values.dtype)

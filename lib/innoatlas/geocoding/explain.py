"""Why an address was placed where it was: the engine's own trail of one address, in words.

Nothing is computed here that the engine did not compute; a batch of one goes through the same functions.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from innoatlas.flags import Flag
from innoatlas.geocoding.areas import Areas
from innoatlas.geocoding.candidates import SOURCES
from innoatlas.geocoding.choice import FEATURE_NAMES, Scored, Weights
from innoatlas.geocoding.engine import Thresholds, geocode, work
from innoatlas.geocoding.index import ADMIN1, PRECISIONS, Index
from innoatlas.geocoding.reading import FIELDS, Reading


@dataclass(frozen=True)
class AreaFound:
    """A country or region that the address speaks of."""

    words: str
    place: str
    precision: str
    strength: int


@dataclass(frozen=True)
class CandidateFound:
    """A candidate with what speaks for and against it, in tenths."""

    words: str
    place_id: str
    place: str  #: with region and country, for namesakes
    source: str
    tenths: int
    reasons: tuple[tuple[str, int], ...]  #: feature and its part of the score, weightiest first


@dataclass(frozen=True)
class Explanation:
    """The trail of one address."""

    segments: tuple[str, ...]
    areas: tuple[AreaFound, ...]
    countries: tuple[tuple[str, int], ...]
    candidates: tuple[CandidateFound, ...]  #: best first
    result: Mapping[str, object]  #: the row of `geocodes`
    flags: tuple[str, ...]  #: the sentence of each flag


def explain(address: Mapping[str, str | None], index: Index, weights: Weights, thresholds: Thresholds, most: int = 8) -> Explanation:
    """The trail of one address; its fields are those of `reading.FIELDS`, each optional."""
    table = pa.table({name: pa.array([address.get(name)], pa.string()) for name in FIELDS})
    worked = work(table, index, weights)
    result = geocode(table, index, weights, thresholds).to_pylist()[0]
    areas = worked.areas
    return Explanation(
        segments=_segments(worked.reading),
        areas=tuple(_area(worked.reading, areas, i, index) for i in np.lexsort((areas.first, -areas.strength))),
        countries=tuple((index.countries[c], int(s)) for c, s in zip(areas.countries[0], areas.strengths[0], strict=True) if c >= 0),
        candidates=_candidates(worked.reading, worked.scored, weights, index, most),
        result=result,
        flags=tuple(Flag[label.upper()].value for label in result["flags"]),
    )


def lines(explanation: Explanation) -> list[str]:
    """The trail as plain lines, a heading before each part."""
    out = ["Segments", *(f"  {text}" for text in explanation.segments), "Countries and regions read"]
    out += [f"  {a.words!r}: {a.place} ({a.precision}), strength {a.strength} of 9" for a in explanation.areas] or ["  none"]
    if explanation.countries:
        out.append("  countries in order: " + ", ".join(f"{code} ({strength})" for code, strength in explanation.countries))
    out.append("Candidates")
    for c in explanation.candidates:
        out.append(f"  {c.tenths / 10:+.1f}  {c.words!r} as {c.place} [{c.place_id}] by {c.source}")
        out.append("        " + ", ".join(f"{name} {part / 10:+.1f}" for name, part in c.reasons))
    out += [] if explanation.candidates else ["  none"]
    result = explanation.result
    out.append("Answer")
    if result["place_id"] is None:
        out.append("  no place is sure enough")
    else:
        where = f"{result['place_name']}, {result['country_code']} ({result['lat']}, {result['lon']})"
        out.append(f"  {where}: precision {result['precision']}, method {result['method']}, score {result['score']:.2f}, margin {result['margin']:.2f}")
    return out + [f"  note: {sentence}" for sentence in explanation.flags]


def _text(reading: Reading, first: int, size: int) -> str:
    words = reading.words
    return " ".join(words.letters[words.begin[i] : words.end[i]].tobytes().decode("utf-8", "replace") for i in range(first, first + size))


def _segments(reading: Reading) -> tuple[str, ...]:
    starts = np.flatnonzero(reading.segment_first == np.arange(len(reading.marks)))
    return tuple(f"{FIELDS[reading.words.field[i]]}: {_text(reading, int(i), int(reading.segment_last[i] - i + 1))}" for i in starts)


def _area(reading: Reading, areas: Areas, i: int, index: Index) -> AreaFound:
    place = int(areas.place[i])
    precision = PRECISIONS[index.places.precision[place]]
    return AreaFound(_text(reading, int(areas.first[i]), int(areas.size[i])), _named(place, index), precision, int(areas.strength[i]))


def _named(place: int, index: Index) -> str:
    """Name, first-level region and country: "Oswego, New York, US"; the region left out where none is known or the name is its own."""
    names, places = index.strings["place_name"], index.places
    region = np.flatnonzero((places.precision == ADMIN1) & (places.admin1 == places.admin1[place]) & (places.admin1[place] >= 0))
    told = [names[place].as_py(), *(names[int(row)].as_py() for row in region[:1]), index.countries[places.country[place]]]
    return ", ".join(dict.fromkeys(told))


def _candidates(reading: Reading, scored: Scored, weights: Weights, index: Index, most: int) -> tuple[CandidateFound, ...]:
    candidates = scored.candidates
    best = np.lexsort((candidates.first, candidates.place, -scored.tenths))[:most]
    found = []
    for i in best:
        place = int(candidates.place[i])
        parts = scored.features[i].astype(np.int64) * weights.tenths
        order = np.argsort(-np.abs(parts), kind="stable")
        found.append(
            CandidateFound(
                words=_text(reading, int(candidates.first[i]), int(candidates.size[i])),
                place_id=index.strings["place_id"][place].as_py(),
                place=_named(place, index),
                source=SOURCES[candidates.source[i]],
                tenths=int(scored.tenths[i]),
                reasons=tuple((FEATURE_NAMES[k], int(parts[k])) for k in order if parts[k]),
            )
        )
    return tuple(found)

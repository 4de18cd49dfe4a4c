"""A peer as it is usually written: the country from the field or the end of the text, then the town of that name, else the most similar one by RapidFuzz."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz, process

from innoatlas.geocoding.index import CITY, COUNTRY, Index
from innoatlas.geocoding.knowledge import read_knowledge
from innoatlas.text.fold import compact
from scripts.accuracy_report.questions import Questions

NAME = "RapidFuzz over the towns of the country"

#: Similarity, 0 to 100, below which nothing is answered; segments from the end that are compared by similarity.
_LEAST_SIMILAR, _LAST_SEGMENTS = 85, 2

_CUT, _NUMBERS = re.compile(r"[,;\n()]"), re.compile(r"\S*\d\S*")


class Towns:
    """Names and points of the gazetteer's towns by country, the largest first; spellings of countries by their folded letters."""

    def __init__(self, index: Index, reference: Path) -> None:
        precision = np.asarray(index.places.precision)
        self._places = index.places
        self.countries = self._spellings(index, np.flatnonzero(precision == COUNTRY), reference)
        towns = np.flatnonzero((precision == CITY) & (np.asarray(index.places.inhabitants) > 0))
        towns = towns[np.argsort(-np.asarray(index.places.inhabitants)[towns], kind="stable")]
        self.names: dict[str, list[str]] = defaultdict(list)
        self.at: dict[str, list[int]] = defaultdict(list)
        self.first: dict[tuple[str, str], int] = {}
        folded = compact(index.strings["place_name"].combine_chunks().take(pa.array(towns))).to_pylist()
        for name, at in zip(folded, towns.tolist(), strict=True):
            country = index.countries[index.places.country[at]]
            self.names[country].append(name)
            self.at[country].append(at)
            self.first.setdefault((country, name), at)

    def find(self, country: str, segments: list[str]) -> int | None:
        """Row of the place: the last segment that is a town's name, else the most similar town to one of the last segments."""
        for name in reversed(segments):
            if (country, name) in self.first:
                return self.first[country, name]
        near = [process.extractOne(name, self.names[country], scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILAR) for name in segments[-_LAST_SEGMENTS:]]
        best = max((found for found in near if found), key=lambda found: found[1], default=None)
        return self.at[country][best[2]] if best else None

    def _spellings(self, index: Index, countries: np.ndarray[Any, np.dtype[np.int64]], reference: Path) -> dict[str, str]:
        own = {index.strings["place_name"][at].as_py(): index.countries[index.places.country[at]] for at in countries.tolist()}
        more = {row.spelling: row.country_code for row in read_knowledge(reference).country_spellings if row.scope in ("any", "text")}
        spelt = {code: code for code in index.countries} | more | own
        return dict(zip(compact(pa.array(list(spelt))).to_pylist(), spelt.values(), strict=True))


def peer_answers(questions: Questions, index: Index, reference: Path) -> list[Any]:
    """`Answer` of the scoring program for each row; blank where no town is found."""
    towns = Towns(index, reference)
    written = [_segments(row.given) for row in questions.rows]
    flat = [segment for segments in written for segment in segments]
    folded = iter(compact(pa.array(flat, pa.string())).to_pylist())
    answers = []
    for segments, row in zip(written, questions.rows, strict=True):
        parts = [name for _ in segments if (name := next(folded))]
        country = towns.countries.get(parts[-1], "") if parts else ""
        city_is_given = bool(row.given.get("city"))
        at = towns.find(country, parts[:-1][:1] if city_is_given else parts[:-1]) if country else None
        point = (None, None) if at is None else (float(index.places.lat[at]), float(index.places.lon[at]))
        answers.append(questions.score.Answer(country, *point, "none" if at is None else "city"))
    return answers


def _segments(given: Mapping[str, str]) -> list[str]:
    """Town or segments of the text without words that hold digits, and the country last."""
    text = given.get("city") or given.get("address_text") or ""
    parts = [stripped for part in _CUT.split(text) if (stripped := _NUMBERS.sub("", part).strip(" .-"))]
    return [*parts, given["country"]] if given.get("country") else parts

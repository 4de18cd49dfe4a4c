"""The closed world: a table of organisations makes every string look known. Here each row's true organisation is taken out of the table first."""

from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.cli.geocoder import Geocoder
from innoatlas.geocoding import engine
from innoatlas.geocoding.areas import Areas
from innoatlas.geocoding.candidates import Candidates, find_candidates
from innoatlas.geocoding.index import Index
from innoatlas.geocoding.reading import Reading
from scripts.accuracy_report.judging import judged, wilson
from scripts.accuracy_report.questions import Questions

#: More than places of any gazetteer.
_MOST_PLACES = 1 << 32


def own_organisations(data: Path, questions: Questions) -> list[frozenset[str]]:
    """Place ids of the organisations that are true for each row; empty where the set names none."""
    score = questions.score
    known: dict[tuple[str, str], list[str]] = {}
    affiliations, registers = data / "aff_ror" / "dev.jsonl", data / "org_city_country" / "dev.tsv"
    if affiliations.is_file():
        known |= {("aff_ror", r["id"]): [truth["ror"] for truth in r["truth"]] for r in score.jsonl(affiliations)}
    if registers.is_file():
        known |= {("org_city_country", f"dev{line}{end}"): [r["ror"]] for line, r in score.tsv(registers) for end in ("", "o")}
    pairs = zip(questions.sets, questions.rows, strict=True)
    return [frozenset(f"ror:{one}" for one in known.get((name, row.id), []) if one) for name, row in pairs]


def listed(own: Sequence[frozenset[str]], index: Index) -> list[bool]:
    """Whether the gazetteer holds an organisation that is true for the row."""
    return [bool(places) for places in _places(own, index)]


def geocode_without(questions: Questions, own: Sequence[frozenset[str]], geocoder: Geocoder) -> pa.Table:
    """Answers as if no row's own organisations were in the table; those of other rows stay."""
    banned = _places(own, geocoder.index)
    parts = []
    for start in range(0, len(questions), engine.BATCH):
        of_batch = banned[start : start + engine.BATCH]
        keys = np.array([row * _MOST_PLACES + place for row, places in enumerate(of_batch) for place in places], np.int64)

        def find_others(reading: Reading, areas: Areas, index: Index, keys: np.ndarray[tuple[int], np.dtype[np.int64]] = keys) -> Candidates:
            found = find_candidates(reading, areas, index)
            return found.take(~np.isin(found.row * _MOST_PLACES + found.place, keys))

        with patch.object(engine, "find_candidates", find_others):
            parts.append(engine.geocode(questions.addresses.slice(start, engine.BATCH), geocoder.index, geocoder.weights, geocoder.thresholds))
    return pa.concat_tables(parts)


def closed_world(questions: Questions, own: Sequence[frozenset[str]], geocoder: Geocoder) -> pd.DataFrame:
    """Per tier and for all rows whose own organisation is in the table: answers, and the share of them that is wrong, with it and without it."""
    known = listed(own, geocoder.index)
    chosen = [is_known and row.kind == "point" and bool(row.truths) for is_known, row in zip(known, questions.rows, strict=True)]
    asked, theirs = questions.where(chosen), [ids for ids, wanted in zip(own, chosen, strict=True) if wanted]
    if not len(asked):
        return pd.DataFrame()
    with_it = judged(asked, engine.geocode(asked.addresses, geocoder.index, geocoder.weights, geocoder.thresholds))
    without_it = judged(asked, geocode_without(asked, theirs, geocoder))
    tier = with_it["set"] + ", " + with_it["tier"]
    only = with_it["tier"].isin(["B1", "organisation only"])
    named = without_it["method"] == "organisation"
    rows = [_row(name, with_it[tier == name], without_it[tier == name]) for name in sorted(set(tier))]
    rows.append(_row("names only an organisation (B1, organisation only)", with_it[only], without_it[only]))
    rows.append(_row("answered by an organisation's name when its own is gone", with_it[named], without_it[named]))
    rows.append(_row("all", with_it, without_it))
    return pd.DataFrame(rows, columns=["tier", "rows", "answered", "wrong", "answered_without", "wrong_without", "low", "high"])


def _row(name: str, before: pd.DataFrame, after: pd.DataFrame) -> tuple[object, ...]:
    def wrong(rows: pd.DataFrame) -> tuple[int, int]:
        return int((rows["answered"] & ~rows["right"]).sum()), int(rows["answered"].sum())

    (bad, given), (bad_after, given_after) = wrong(before), wrong(after)
    shares = [given / max(len(before), 1), bad / max(given, 1), given_after / max(len(after), 1), bad_after / max(given_after, 1)]
    return name, len(before), *shares, *wilson(bad_after, given_after)


def _places(own: Sequence[frozenset[str]], index: Index) -> list[list[int]]:
    """Rows of the places of each entry that the gazetteer has."""
    ids = sorted(frozenset().union(*own))
    at = pc.index_in(pa.array(ids, pa.string()), index.strings["place_id"].combine_chunks()).to_pylist()
    row_of = {one: row for one, row in zip(ids, at, strict=True) if row is not None}
    return [sorted(row_of[one] for one in places if one in row_of) for places in own]

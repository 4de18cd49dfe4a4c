"""Kinds of error, told from the answer: each row that is not right falls into the first that fits."""

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.geo.sphere import distance_km
from innoatlas.geocoding.index import CITY, Index
from scripts.accuracy_report.judging import DOUBTFUL
from scripts.accuracy_report.questions import Questions

#: Tiers whose rows name an organisation and no town.
ONLY_ORGANISATION = ("B1", "organisation only")

#: Kinds of error in the order in which they are tried; each sentence is its meaning.
KINDS = {
    "unlisted organisation answered": "no registry holds the organisation, and another one was answered",
    "head office answered": "the text names another town than the head office, and the organisation's point was answered",
    "head office's town in the text": "the set says that the text names another town, yet the one answered stands in it: mostly the set's own doubt",
    "organisation in a wrong country": "an organisation of like name in another country",
    "wrong country": "a town, region or postal code of another country",
    "organisation elsewhere": "an organisation of like name, or another site of the same one, in the right country",
    "region taken for a town": "the answer bears the name of its own region",
    "neighbouring town": "15 to 50 km from the true place: a suburb, a campus, or a namesake near by",
    "misspelt name taken for another": "the answer's name is similar to what is written, and the true name is another",
    "namesake chosen": "a place of the same name is the true one",
    "postal code elsewhere": "the postal code lies beyond 50 km of the true place",
    "written as another town": "the field for the town is, to the letter, the name of another town",
    "other words taken for the town": "another name in the address was answered: a street, a unit, another town",
    "wrong country read": "the address was read as one of another country, and no town was answered",
    "right place not sure enough": "the best candidate is right, but its confidence is below the threshold",
    "organisation not known": "the address names only an organisation: its country or region was answered, or nothing",
    "town field not found": "the field for the town is misspelt or names no place known: the region or country was answered, or nothing",
    "town in the text not found": "the region or country was answered",
    "nothing answered": "no place, region or country",
}


def mistakes(rows: pd.DataFrame, best: pd.DataFrame, questions: Questions, index: Index) -> pd.DataFrame:
    """The rows that are not right, with their `mistake`; `best` are the same rows answered whatever the confidence. Rows of doubtful truth are passed over."""
    wrong = rows[rows["has_truth"] & ~rows["right"] & (rows["tier"] != DOUBTFUL)].copy()
    wrong["sure_would_be_right"] = best.loc[wrong.index, "right"]
    wrong["has_city"] = [bool(questions.rows[at].given.get("city")) for at in wrong.index]
    wrong["namesake_is_right"] = _namesakes(wrong, questions, index)
    wrong["mistake"] = [kind_of(row) for row in wrong.to_dict("records")]
    return wrong


def kind_of(row: Mapping[Hashable, Any]) -> str:
    """The first of KINDS that fits a row of `mistakes`."""
    method, answered = row["method"], row["answered"]
    by_organisation = bool(answered) and method == "organisation"
    away = row["kind"] == "away" and answered and row["right_country"]
    tests = {
        "unlisted organisation answered": row["kind"] == "no_org",
        "head office answered": away and by_organisation,
        "head office's town in the text": away,
        "organisation in a wrong country": by_organisation and not row["right_country"],
        "wrong country": answered and not row["right_country"],
        "organisation elsewhere": by_organisation,
        "region taken for a town": answered and "region_used_as_city" in row["flags"],
        "neighbouring town": answered and row["km"] <= 50,
        "misspelt name taken for another": answered and method == "fuzzy",
        "namesake chosen": answered and row["namesake_is_right"],
        "postal code elsewhere": answered and method == "postcode",
        "written as another town": answered and row["has_city"],
        "other words taken for the town": answered,
        "wrong country read": row["outcome"] == "coarse" and not row["right_country"],
        "right place not sure enough": row["sure_would_be_right"],
        "organisation not known": row["tier"] in ONLY_ORGANISATION,
        "town field not found": row["has_city"],
        "town in the text not found": row["outcome"] == "coarse",
        "nothing answered": True,
    }
    return next(kind for kind in KINDS if tests[kind])


def counts(found: pd.DataFrame, rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """The commonest kinds: rows of the tune part and of the check part, share of all errors, share of all scored rows, and the set that has most."""
    scored = int((rows["has_truth"] & (rows["tier"] != DOUBTFUL)).sum())
    table = found.groupby("mistake").agg(errors=("checked", "size"), check=("checked", "sum"), mostly=("set", lambda sets: sets.value_counts().index[0]))
    table["of_errors"], table["of_rows"] = table["errors"] / max(len(found), 1), table["errors"] / max(scored, 1)
    return table.reset_index().sort_values(["errors", "mistake"], ascending=[False, True]).head(most).reset_index(drop=True)


def write_examples(found: pd.DataFrame, questions: Questions, most: int, file: Path) -> pd.DataFrame:
    """Up to `most` examples of each kind into a CSV file, of the tune part only: the check part stays unseen."""
    chosen = found[~found["checked"]].groupby("mistake").head(most).sort_values("mistake", kind="stable")
    given = [questions.rows[at].given for at in chosen.index]
    truths = [" or ".join(f"{t.lat:.2f},{t.lon:.2f} {t.country}" for t in questions.rows[at].truths if t.lat is not None) for at in chosen.index]
    examples = pd.DataFrame(
        {
            "mistake": chosen["mistake"].to_list(),
            "set": chosen["set"].to_list(),
            "tier": chosen["tier"].to_list(),
            "given": [" | ".join(value for value in one.values() if value) for one in given],
            "truth": truths,
            "answer": chosen["place_name"].to_list(),
            "country": chosen["country_code"].to_list(),
            "method": chosen["method"].to_list(),
            "score": chosen["score"].to_list(),
            "km": chosen["km"].round(0).to_list(),
        }
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    examples.to_csv(file, index=False)
    return examples


def _namesakes(wrong: pd.DataFrame, questions: Questions, index: Index) -> list[bool]:
    """Whether a town of the answered name lies where the row's truth is."""
    names: Sequence[str | None] = wrong["place_name"].to_list()
    asked = pc.is_in(index.strings["place_name"].combine_chunks(), pa.array(sorted({name for name in names if name}), pa.string()))
    places: dict[str, list[int]] = {}
    for at in pc.indices_nonzero(asked).to_pylist():
        if index.places.precision[at] == CITY:
            places.setdefault(index.strings["place_name"][at].as_py(), []).append(at)
    found = []
    for at, name in zip(wrong.index, names, strict=True):
        here = places.get(name or "", [])
        lat, lon = index.places.lat[here], index.places.lon[here]
        points = [truth for truth in questions.rows[at].truths if truth.lat is not None]
        found.append(any(bool((distance_km(lat, lon, truth.lat, truth.lon) <= truth.tolerance_km).any()) for truth in points))
    return found

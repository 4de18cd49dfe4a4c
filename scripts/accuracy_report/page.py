"""The results as Markdown between the marks of docs/accuracy.md; what stands outside of the marks is written by hand and stays."""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from innoatlas.errors import SourceError
from scripts.accuracy_report import pictures
from scripts.accuracy_report.measuring import Measured, Records
from scripts.accuracy_report.mistakes import KINDS

BEGIN, END = "<!-- results: written by `python scripts/accuracy.py --write` -->", "<!-- end of results -->"

_TIERS = ("set", "tier", "rows", "answered", "coarse", "precise", "right", "95 % interval", "within 50 km", "right country", "wrong country")
_SHARES = ("answered", "coarse", "precise", "right")
_LAST_SHARES = ("within50", "country", "wrong_cc")
_TITLES = {
    ("accuracy", "all"): "All rows, with organisations (`conf/accuracy.toml`)",
    ("accuracy", "check"): "The check part, with organisations",
    ("packages", "all"): "All rows, with the default gazetteer alone: no ROR, no dumps",
    ("packages", "check"): "The check part, with the default gazetteer alone",
    ("peer", "check"): "The check part, by a peer: the country by its spelling, then the town of that name, else the most similar one by RapidFuzz",
}


@dataclass(frozen=True)
class Made:
    """Where the results come from."""

    day: str
    commit: str
    code: str
    note: str


def markdown(found: Measured, made: Made) -> str:
    """The whole block of results."""
    note = f" {made.note}." if made.note else ""
    parts = [
        f"Measured on {made.day} at commit {made.commit}, code {made.code}; gazetteer {found.gazetteer} with organisations, "
        f"{found.packages_gazetteer} without; {found.rows:,} rows.{note}"
    ]
    for name, records in found.tiers.items():
        parts += [f"### {_TITLES[name]}", _tier_table(records)]
    parts += [
        "### By country, method and precision",
        "All rows with a true point that the set does not doubt, with organisations; right and answered are shares of the rows.",
    ]
    parts += [_group_table(table) for table in found.groups.values()]
    parts += _calibration(found) + _closed(found) + _errors(found) + _effects(found)
    return "\n\n".join(parts)


def publish(page: Path, found: Measured, made: Made) -> None:
    """Write the page's results and the two pictures beside it."""
    text = between_marks(page.read_text(encoding="utf-8"), markdown(found, made), page)
    (page.parent / pictures.RELIABILITY).write_text(pictures.reliability(found.reliability), encoding="utf-8")
    (page.parent / pictures.COVERAGE).write_text(pictures.coverage(found.coverage), encoding="utf-8")
    page.write_text(text, encoding="utf-8")


def between_marks(text: str, body: str, page: Path) -> str:
    """The page with what lies between the marks replaced; SourceError where it lacks them."""
    if BEGIN not in text or END not in text:
        raise SourceError(f"{page}: expected the lines {BEGIN!r} and {END!r}, found no such pair. Put them where the results belong.")
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: f"{BEGIN}\n\n{body}\n\n{END}", text, flags=re.DOTALL)


def table(head: Iterable[str], rows: Iterable[Iterable[object]], texts: int = 1) -> str:
    """A Markdown table whose first columns are texts and whose others are numbers."""
    head = list(head)
    lines = [f"| {' | '.join(str(cell) for cell in row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], "|" + "---|" * texts + "---:|" * (len(head) - texts), *lines[1:]])


def _percent(share: float | None, digits: int = 1) -> str:
    return "-" if share is None or pd.isna(share) else f"{100 * share:.{digits}f}"


def _interval(low: float, high: float) -> str:
    return f"{100 * low:.1f}–{100 * high:.1f}"


def _tier_table(records: Records) -> str:
    rows = []
    for r in records:
        blank = "(none)" in r["tier"]
        shares = [_percent(None if blank and name in ("precise", "right") else r[name]) for name in _SHARES]
        last = [_percent(None if blank else r[name]) for name in _LAST_SHARES]
        rows.append([r["set"], r["tier"], r["rows"], *shares, "-" if blank else _interval(r["low"], r["high"]), *last])
    return table(_TIERS, rows, texts=2)


def _group_table(found: pd.DataFrame) -> str:
    name = str(found.columns[0])
    rows = [
        [r[name], r["rows"], _percent(r["answered"] / r["rows"]), _percent(r["right"] / r["rows"]), _interval(r["low"], r["high"]), _precise(r)]
        for r in found.to_dict("records")
    ]
    return table([name.replace("_", " "), "rows", "answered", "right", "95 % interval of right", "precise"], rows)


def _precise(row: Mapping[Hashable, Any]) -> str:
    return _percent(row["right"] / row["answered"]) if row["answered"] else "-"


def _calibration(found: Measured) -> list[str]:
    bins = [
        [f"{r['from']:.2f}–{r['to']:.2f}", r["rows"], _percent(r["confidence"]), _percent(r["right"]), _interval(r["low"], r["high"])]
        for r in found.reliability.to_dict("records")
    ]
    sets = [[r["set"], r["rows"], _percent(r["confidence"]), _percent(r["right"]), f"{r['error']:.3f}"] for r in found.by_set.to_dict("records")]
    levels = [
        [f"{r['level']:.2f}", _percent(r["covered"]), r["answers"], _percent(r["precise"]), _interval(r["low"], r["high"])]
        for r in found.coverage.to_dict("records")
    ]
    return [
        "### Is confidence what it says?",
        f"Check part of all sets, rows with a true point, doubtful ones included. Expected calibration error: {found.calibration_error:.3f} over the best "
        f"candidates whatever their confidence, {found.calibration_error_of_answers:.3f} over the answers that are given.",
        f"![Share right by confidence]({pictures.RELIABILITY})",
        table(["confidence", "best candidates", "mean confidence", "right", "95 % interval"], bins),
        "Answers that are given, by set:",
        table(["set", "answers", "mean confidence", "right", "calibration error"], sets),
        f"![Precision by coverage]({pictures.COVERAGE})",
        table(["answers from", "covered", "answers", "precise", "95 % interval"], levels),
    ]


def _closed(found: Measured) -> list[str]:
    rows = [
        [r["tier"], r["rows"], *(_percent(r[name]) for name in ("answered", "wrong", "answered_without", "wrong_without")), _interval(r["low"], r["high"])]
        for r in found.closed_world.to_dict("records")
    ]
    head = ["tier", "rows", "answered", "wrong of answers", "answered without it", "wrong of answers without it", "95 % interval"]
    return ["### With the true organisation taken out of the table", table(head, rows)]


def _errors(found: Measured) -> list[str]:
    rows = [
        [r["mistake"], KINDS[r["mistake"]], r["mostly"], r["errors"], r["check"], _percent(r["of_errors"]), _percent(r["of_rows"], 2)]
        for r in found.errors.to_dict("records")
    ]
    head = ["kind", "what it is", "most of them in", "errors", "of these in the check part", "% of errors", "% of rows"]
    return ["### The commonest kinds of error", f"{found.error_count:,} rows of all that are scored.", table(head, rows, texts=3)]


def _effects(found: Measured) -> list[str]:
    head = ["rule", "kind", "weight", "right only with it", "right only without it", "adds, points", "95 % ±", "wrong answers it prevents"]
    return [
        "### What each rule adds",
        f"{found.effects_rows:,} scored rows of the check part; one row is {100 / found.effects_rows:.3f} points.",
        table(head, [_effect(r) for r in found.effects.to_dict("records")], texts=2),
    ]


def _effect(row: Mapping[Hashable, Any]) -> list[object]:
    weight = "" if pd.isna(row["weight"]) else f"{row['weight']:+.1f}"
    shares = f"{100 * row['adds']:+.2f}", f"{100 * row['half_width']:.2f}"
    return [row["rule"], row["kind"], weight, row["only_with"], row["only_without"], *shares, f"{row['wrong_prevented']:+d}"]

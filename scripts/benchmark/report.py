"""What was measured: printed as tables, written as JSON, and put into docs/performance.md between two marks."""

import json
import platform
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from scripts.benchmark.clock import Stage
from scripts.benchmark.memory import Peaks
from scripts.benchmark.peer import Peer
from scripts.benchmark.steps import Steps

_BEGIN, _END = "<!-- results: written by `python scripts/bench.py --write` -->", "<!-- end of results -->"


@dataclass(frozen=True)
class Report:
    """One run of the benchmark."""

    cores: int
    stages: dict[str, Stage]
    steps: Steps
    peaks: Peaks
    cluster_peak_mb: float
    clusters: int
    text_bytes: float  #: mean bytes of an affiliation
    text_words: float  #: mean words of an affiliation
    peer: Peer
    curve: dict[int, dict[str, Stage]]  #: addresses -> normalise, floor and geocode at that size
    code: str
    note: str
    day: str = ""

    @property
    def floor_ratio(self) -> float:
        """How many times the floor's time geocoding takes."""
        return floor_ratio(self.stages)

    def as_json(self) -> dict[str, Any]:
        """The content of bench.json; seconds, MB, rows a second a core."""
        peaks = {name: round(value, 1) for name, value in asdict(self.peaks).items()}
        return {
            "day": self.day,
            "code": self.code,
            "note": self.note,
            "machine": f"{platform.machine()}, Python {platform.python_version()}",
            "cores": self.cores,
            "stages": {name: _stage_json(stage) for name, stage in self.stages.items()},
            "floor_ratio": round(self.floor_ratio, 2),
            "peak_mb": peaks["total_mb"],
            "memory": {**peaks, "cluster_process_mb": round(self.cluster_peak_mb, 1), "engine_process_mb": round(self.steps.peak_mb, 1)},
            "affiliations": {"bytes": round(self.text_bytes, 1), "words": round(self.text_words, 1)},
            "steps": {
                "rows": self.steps.rows,
                "microseconds_per_address": {name: round(value, 2) for name, value in self._microseconds().items()},
                "share_of_time": {name: round(value / self.steps.cpu_seconds, 4) for name, value in self.steps.seconds.items()},
                "per_address": {name: round(value, 3) for name, value in self.steps.per_address.items()},
            },
            "answers": {"located_share": round(self.steps.located_share, 4), "right_share_of_located": round(self.steps.right_share, 4)},
            "clusters": self.clusters,
            "peer": {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self.peer).items()},
            "curve": [
                {"rows": rows, "floor_ratio": round(floor_ratio(stages), 2), "stages": {name: _stage_json(stage) for name, stage in stages.items()}}
                for rows, stages in self.curve.items()
            ],
        }

    def _microseconds(self) -> dict[str, float]:
        whole = {**self.steps.seconds, "together": self.steps.cpu_seconds}
        return {name: seconds / self.steps.rows * 1e6 for name, seconds in whole.items()}

    def tables(self) -> list[tuple[str, list[str], list[list[str]]]]:
        """(title, head, rows) of each table that is shown."""
        shown = [("Stages", ["stage", "rows", "seconds", "cores", "rows/s/core", "cpu seconds", "times the floor"], self._stage_rows())]
        microseconds = self._microseconds()
        steps = [[name, f"{spent:.1f}", f"{spent / microseconds['together']:.0%}"] for name, spent in microseconds.items()]
        shown.append((f"The engine's steps, one process, {self.steps.rows:,} addresses", ["step", "microseconds of cpu per address", "share"], steps))
        shown.append(("Per address", ["what", "mean"], [[name, f"{value:.2f}"] for name, value in self.steps.per_address.items()]))
        if self.curve:
            rows = [[f"{size:,}", *(f"{stages[name].rate:,.0f}" for name in stages), f"{floor_ratio(stages):.1f}"] for size, stages in self.curve.items()]
            shown.append(("Rows a second a core by size", ["addresses", *next(iter(self.curve.values())), "geocode / floor"], rows))
        shown.append(("Memory", ["what", "MB at most"], self._memory_rows()))
        return shown

    def sentences(self) -> list[str]:
        """What the tables do not say."""
        geocode = self.stages["geocode"].rate
        return [
            f"Geocoding takes {self.floor_ratio:.1f} times the floor of the same run.",
            f"Affiliations have {self.text_bytes:.0f} bytes and {self.text_words:.1f} words on average. "
            f"{self.steps.located_share:.1%} of the addresses are located, {self.steps.right_share:.1%} of those within 15 km of the town drawn.",
            f"Peer ({self.peer.name}, one address at a time, town and country given as fields): {self.peer.rows_per_second:,.0f} rows/s "
            f"on {self.peer.rows} rows, {self.peer.right_share:.1%} within 15 km. "
            f"The engine, from the text, is {geocode / self.peer.rows_per_second:,.0f} times as fast.",
        ]

    def as_markdown(self) -> str:
        """Day, machine, sentences and tables for a page."""
        note = f", {self.note}" if self.note else ""
        parts = [f"Measured on {self.day}, code {self.code}, {self.cores} cores of {platform.machine()}{note}.", *self.sentences()]
        for title, head, rows in self.tables():
            lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
            parts.append("\n".join([f"**{title}**", "", lines[0], "|---|" + "---:|" * (len(head) - 1), *lines[1:]]))
        return "\n\n".join(parts)

    def _stage_rows(self) -> list[list[str]]:
        floor = self.stages["floor"]
        return [
            [name, f"{s.rows:,}", f"{s.seconds:.1f}", str(s.cores), f"{s.rate:,.0f}", f"{s.cpu_seconds:.1f}", f"{floor.rate / s.rate:.1f}"]
            for name, s in self.stages.items()
        ]

    def _memory_rows(self) -> list[list[str]]:
        rows = {
            "all processes of the Spark stages together (PSS)": self.peaks.total_mb,
            "JVM of the driver (RSS)": self.peaks.driver_jvm_mb,
            f"largest of {self.peaks.workers} Python workers (RSS, mapped index included)": self.peaks.worker_mb,
            "private memory of that worker (USS)": self.peaks.worker_private_mb,
            "process that clusters (RSS)": self.cluster_peak_mb,
        }
        return [[name, f"{value:,.0f}"] for name, value in rows.items()]


def floor_ratio(stages: dict[str, Stage]) -> float:
    """How many times the floor's time geocoding takes."""
    return stages["floor"].rate / stages["geocode"].rate


def affiliation_size(drawn: Path) -> tuple[float, float]:
    """Mean bytes and words of the drawn texts that are affiliations: those that name their country themselves."""
    texts = pq.read_table(drawn, columns=["address_text"], filters=pc.is_valid(pc.field("address_text")) & pc.is_null(pc.field("country")))["address_text"]
    words = pc.add(pc.count_substring_regex(texts, r"\s+"), 1)
    return pc.mean(pc.binary_length(texts)).as_py(), pc.mean(words).as_py()


def publish(report: Report, json_file: Path, page: Path | None) -> None:
    """Print, write the JSON, and write the page's results where a page is given."""
    json_file.write_text(json.dumps(report.as_json(), indent=2) + "\n")
    console = Console()
    for title, head, rows in report.tables():
        table = Table(*head[:1], title=title, title_justify="left")
        for name in head[1:]:
            table.add_column(name, justify="right")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    for sentence in report.sentences():
        console.print(sentence, highlight=False)
    if page:
        page.write_text(between_marks(page.read_text(), report.as_markdown()))


def between_marks(text: str, body: str) -> str:
    """The page with what lies between the marks replaced; ValueError where it lacks them."""
    if _BEGIN not in text or _END not in text:
        raise ValueError(f"docs/performance.md: expected the lines {_BEGIN!r} and {_END!r}, found no such pair. Put them where the results belong.")
    return re.sub(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", lambda _: f"{_BEGIN}\n\n{body}\n\n{_END}", text, flags=re.DOTALL)


def _stage_json(stage: Stage) -> dict[str, float]:
    return {
        "rows": stage.rows,
        "seconds": round(stage.seconds, 3),
        "rows_per_second_per_core": round(stage.rate, 1),
        "cores": stage.cores,
        "cpu_seconds": round(stage.cpu_seconds, 3),
    }


def today() -> str:
    """The date in UTC."""
    return datetime.now(UTC).date().isoformat()

"""What a run asks of a reader: under which name, which years, and where it may unpack archives."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import Column
from pyspark.sql import functions as F

from innoatlas.errors import SettingsError
from innoatlas.tables import PERIODS


@dataclass(frozen=True)
class Scope:
    """The years that count, by kind of document, and the name under which a source is known.

    `windows` holds the first and last year of publication of the edition's window; the window of the edition before lies
    `previous_shift_years` earlier. A kind without a window is not counted.
    """

    source: str
    windows: Mapping[str, tuple[int, int]]
    previous_shift_years: int
    scratch: Path  #: folder for unpacked archives, created when needed

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.source):
            raise SettingsError(f"documents.sources: a source's name begins its ids, so it is of a-z, 0-9 and _; found {self.source!r}. Rename it in conf.")

    def years(self, kind: str) -> tuple[int, int] | None:
        """First and last year that either window of a kind reaches; null when the kind is not counted.

        >>> Scope("s", {"paper": (2017, 2021)}, 1, Path("scratch")).years("paper")
        (2016, 2021)
        """
        if kind not in self.windows:
            return None
        first, last = self.windows[kind]
        return first - self.previous_shift_years, last

    def periods(self, kind: Column, year: Column) -> Column:
        """The windows that a document counts in, sorted: an array<string>, empty when none, also for a null year or kind."""
        inside = [F.when(self._within(kind, year, shift), F.lit(period)) for period, shift in zip(PERIODS, (0, self.previous_shift_years), strict=True)]
        return F.array_compact(F.array(*inside))

    def _within(self, kind: Column, year: Column, shift: int) -> Column:
        inside = F.lit(False)
        for name, (first, last) in self.windows.items():
            inside |= (kind == name) & year.between(first - shift, last - shift)
        return inside

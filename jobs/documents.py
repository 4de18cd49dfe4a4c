"""snapshots -> documents: which papers, patents and deals count in the edition, in which of its windows, with whom and where."""

from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SettingsError
from innoatlas.runtime.runner import run
from innoatlas.sources.formats import digests_of, read_source
from innoatlas.sources.scope import Scope


@dataclass(frozen=True)
class Settings:
    """Which years count, and where the documents come from."""

    windows: dict[str, list[int]]  #: kind of document -> first and last year of publication that the edition counts, both included
    previous_shift_years: int  #: years by which the window of the edition before lies earlier
    sources: dict[str, dict[str, Any]]  #: name -> format and that format's own settings; the name begins every document id


def documents(*, settings: Settings, spark: SparkSession, edition: int, home: Path) -> DataFrame:
    """Every record of every source, with its fate; the ids of different sources cannot meet, those within one are resolved by its reader."""
    windows = {kind: _window(kind, years, edition) for kind, years in settings.windows.items()}
    if not settings.sources:
        raise SettingsError("documents.sources: expected at least one source, found none. Add [documents.sources.NAME] to conf.")
    read = []
    for name, section in sorted(settings.sources.items()):
        scope = Scope(name, windows, settings.previous_shift_years, scratch=home / "scratch" / name)
        read.append(read_source(spark, section, scope))
    return reduce(DataFrame.unionByName, read)


def inputs_digest(settings: Settings) -> list[str] | None:
    """For each path of each source: number and bytes of its files, and a digest of them; null when a path is not on this machine."""
    told = {name: digests_of(section) for name, section in sorted(settings.sources.items())}
    if None in told.values():
        return None
    return [f"{name}:{digest}" for name, digests in told.items() for digest in digests or []]


def _window(kind: str, years: list[int], edition: int) -> tuple[int, int]:
    if len(years) != 2 or years[0] > years[1] or years[1] > edition:
        raise SettingsError(f"documents.windows.{kind}: expected first and last year, not after the edition {edition}, found {years}.")
    return years[0], years[1]


if __name__ == "__main__":
    run(documents)

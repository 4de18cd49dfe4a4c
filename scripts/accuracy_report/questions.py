"""The located test sets as questions to a geocoder, held against the truth by the scoring program that stands beside them."""

import importlib.util
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa

from innoatlas.errors import SourceError
from innoatlas.geocoding.reading import FIELDS

#: What the scoring program must offer.
_NEEDED = ("SETS", "Answer", "Tally", "measure", "part_of", "record", "rows_of")
_HINT = "Give the folder of the located test sets and the path of their score.py."


@dataclass(frozen=True)
class Questions:
    """Rows of the test sets in their order, each with the name of its set."""

    score: ModuleType  #: the scoring program
    sets: tuple[str, ...]
    rows: tuple[Any, ...]  #: `Row` of the scoring program: id, given, tiers, truths, kind

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def addresses(self) -> pa.Table:
        """What a geocoder may see."""
        return pa.table({name: pa.array([row.given.get(name) or None for row in self.rows], pa.string()) for name in FIELDS})

    @cached_property
    def checked(self) -> tuple[bool, ...]:
        """Whether the row is of the part that no fit has seen."""
        return tuple(self.score.part_of(row.id) == "check" for row in self.rows)

    def where(self, chosen: Iterable[bool]) -> "Questions":
        """The rows that are chosen."""
        kept = [at for at, wanted in enumerate(chosen) if wanted]
        return Questions(self.score, tuple(self.sets[at] for at in kept), tuple(self.rows[at] for at in kept))

    def check_part(self) -> "Questions":
        """The rows that no fit has seen."""
        return self.where(self.checked)

    def scored(self) -> "Questions":
        """The rows that have something to be right about: a point, a head office to stay away from, an organisation that nobody lists."""
        return self.where(has_truth(row) for row in self.rows)


def has_truth(row: Any) -> bool:
    """A point is known, or what no answer may be."""
    return row.kind == "no_org" or (row.kind in ("point", "away") and bool(row.truths))


def read_questions(data: Path, program: Path, say: Callable[[str], object]) -> Questions:
    """Every row of the development half of every set under `data`; absent sets are said by name. SourceError where there are none at all."""
    if not data.is_dir():
        raise SourceError(f"{data}: expected the folder of the located test sets, found no folder. {_HINT}")
    score = open_score(program)
    sets: list[str] = []
    rows: list[Any] = []
    for name in score.SETS:
        try:
            found = score.rows_of(data / name, "dev", "all")
        except FileNotFoundError as error:
            say(f"skipped {name}: no {error.filename}")
            continue
        except (ValueError, KeyError, TypeError) as error:
            raise SourceError(f"{data / name}: expected the layout that {program.name} reads, found {error!r}. {_HINT}") from error
        sets += [name] * len(found)
        rows += found
    if not rows:
        raise SourceError(f"{data}: expected at least one of the sets {', '.join(score.SETS)}, found none. {_HINT}")
    return Questions(score, tuple(sets), tuple(rows))


def open_score(program: Path) -> ModuleType:
    """The scoring program as a module; SourceError where it is absent or is another program."""
    if not program.is_file():
        raise SourceError(f"{program}: expected the scoring program of the test sets, found no file. {_HINT}")
    spec = importlib.util.spec_from_file_location("score", program)
    if spec is None or spec.loader is None:
        raise SourceError(f"{program}: expected a Python program, found another kind of file. {_HINT}")
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module  # its dataclasses look their own module up
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise SourceError(f"{program}: expected a Python program, found {error}. {_HINT}") from error
    if missing := [name for name in _NEEDED if not hasattr(module, name)]:
        raise SourceError(f"{program}: expected {', '.join(_NEEDED)}, found no {', '.join(missing)}. {_HINT}")
    return module

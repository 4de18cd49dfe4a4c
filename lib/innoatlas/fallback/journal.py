"""What services answered, one JSON line an answer, appended at once and for good: a kill loses at most the line that it fell into.

A line without its end was being written when the process died. It is not read, and the next writer takes it off, so its address is asked again.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from innoatlas.errors import SourceError, TryAgainError

#: Ending of a journal; before it stands the name of the service.
SUFFIX = ".jsonl"


@dataclass(frozen=True)
class JournalSettings:
    """Section [online_answers] of conf."""

    journal: str  #: folder of the journals, one file a service


@dataclass(frozen=True)
class Answer:
    """One answer, or one "nothing found", as it was given."""

    address_id: int
    service: str  #: name in geopy
    asked: str  #: the text that was sent
    licence: str
    asked_at: str  #: day in UTC, ISO 8601
    lat: float | None  #: degrees WGS84; null when nothing was found
    lon: float | None
    name: str | None  #: of what was found, as geopy words it; null when nothing was found
    raw_reply: str


@dataclass(frozen=True)
class Journal:
    """A journal open for appending."""

    answers: tuple[Answer, ...]  #: what it held when it was opened
    file: BinaryIO

    def append(self, answer: Answer) -> None:
        """Add one answer; it is on the disk when this returns."""
        self.file.write(json.dumps(asdict(answer)).encode() + b"\n")
        self.file.flush()
        os.fsync(self.file.fileno())


@contextmanager
def opened(folder: Path, service: str) -> Iterator[Journal]:
    """The service's journal, made where there is none, its torn end mended; TryAgainError while another process writes it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{service}{SUFFIX}"
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TryAgainError(
                f"{path}: expected to be its only writer, found another that asks {service} now. Run the same command when it has ended."
            ) from error
        file.truncate(len(_whole_lines(path)))
        yield Journal(read(path), file)


def read(path: Path) -> tuple[Answer, ...]:
    """The answers of one journal in their order; SourceError names the line that is none."""
    answers = []
    for number, line in enumerate(_whole_lines(path).splitlines(), start=1):
        try:
            answers.append(_adapter().validate_json(line, strict=True))
        except ValidationError as error:
            why = error.errors()[0]["msg"]
            raise SourceError(f"{path}, line {number}: expected a frozen answer, found none ({why}). Restore the file, or remove the line.") from error
    return tuple(answers)


def journals(folder: Path) -> list[Path]:
    """The journals of a folder by name; none when the folder is absent."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def _whole_lines(path: Path) -> bytes:
    content = path.read_bytes()
    return content[: content.rfind(b"\n") + 1]


@cache
def _adapter() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)

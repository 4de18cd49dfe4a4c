"""What Spark, Delta and Python workers throw, translated once into the errors of innoatlas."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException

from innoatlas import errors
from innoatlas.errors import ContractError, PipelineError, SettingsError, SourceError, TryAgainError

#: An error of ours that a Python worker raised comes back as the last line of its traceback.
_OURS = re.compile(r"^innoatlas\.errors\.(\w+): (.+)$", re.MULTILINE)
_CONCURRENT = re.compile(r"DELTA_CONCURRENT_\w+|\bConcurrent\w+Exception\b|DELTA_METADATA_CHANGED|DELTA_PROTOCOL_CHANGED")
_CONSTRAINT = re.compile(r"\[?(DELTA_VIOLATE_CONSTRAINT_WITH_VALUES|DELTA_NOT_NULL_CONSTRAINT_VIOLATED|DELTA_REPLACE_WHERE_MISMATCH)\]?[^\n]*")
_MEMORY = re.compile(r"Not enough memory to build and broadcast the table|java\.lang\.OutOfMemoryError: [^\n]*|Java heap space")
_UNREADABLE = re.compile(r"\[?FAILED_READ_FILE[\w.]*\]?[^\n]*|\[PATH_NOT_FOUND\][^\n]*")


@contextmanager
def translated(subject: str) -> Iterator[None]:
    """Raise what innoatlas has a word for in its place; `subject` is the table at work. Everything else is a bug and passes as it is."""
    try:
        yield
    except (Py4JJavaError, PySparkException) as error:
        ours = translation(subject, str(error))
        if ours is None:
            raise
        raise ours from error


def translation(subject: str, text: str) -> PipelineError | None:
    r"""The error that Spark's text stands for, or None.

    >>> translation("points", "[DELTA_CONCURRENT_APPEND] ConcurrentAppendException: files were added")
    TryAgainError('points: expected to be the only writer, found another that was faster. Run the same command again.')
    >>> translation("rankings", "SparkException: Not enough memory to build and broadcast the table to all worker nodes.").exit_code
    2
    >>> translation("documents", "PythonException\n  File x, line 1\ninnoatlas.errors.SourceError: a.gz: expected gzip, found half of it. Copy it again.")
    SourceError('a.gz: expected gzip, found half of it. Copy it again.')
    """
    if ours := _OURS.search(text):
        kind: type[PipelineError] = getattr(errors, ours[1], PipelineError)
        return kind(ours[2])
    if _CONCURRENT.search(text):
        return TryAgainError(f"{subject}: expected to be the only writer, found another that was faster. Run the same command again.")
    if broken := _CONSTRAINT.search(text):
        return ContractError(f"{subject}: expected rows that keep the table's constraints, found: {broken[0].strip()} Nothing was published.")
    if memory := _MEMORY.search(text):
        more = "Raise driver_memory in the section session of conf (on a cluster executor_memory too) and run the job again."
        return SettingsError(f"{subject}: expected room for its rows in the memory of conf, found: {memory[0].strip()}. {more}")
    if unreadable := _UNREADABLE.search(text):
        return SourceError(f"{subject}: expected files that can be read, found: {unreadable[0].strip()} Replace the file and run the job again.")
    return None

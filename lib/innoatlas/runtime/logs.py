"""What a run says: one line a job, coloured on a terminal and plain in a log; errors in one line on the standard error."""

import sys
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from innoatlas.errors import PipelineError
from innoatlas.runtime.manifest import JobRun

#: Ctrl-C, as shells have it.
_INTERRUPTED = 130


def console() -> Console:
    """Standard output; lines are never wrapped, so a log can be searched."""
    return Console(soft_wrap=True, highlight=False)


def say_error(error: PipelineError) -> None:
    """One line, red on a terminal."""
    Console(stderr=True, soft_wrap=True, highlight=False).print(f"error: {error}", style="red", markup=False)


def exit_code_of(action: Callable[[], object]) -> int:
    """Run `action`; what innoatlas refuses becomes one line and its exit code. Anything else is a bug and keeps its traceback."""
    try:
        action()
    except PipelineError as error:
        say_error(error)
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    return 0


def grid(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Grid | str:
    """A table for people: ruled on a terminal, tab-separated in a log."""
    if not sys.stdout.isatty():
        return "\n".join("\t".join(row) for row in [columns, *rows])
    table = Grid(*columns, show_edge=False)
    for row in rows:
        table.add_row(*(escape(value) for value in row))
    return table


def say_job(row: JobRun) -> None:
    """One line: what became of one job."""
    counts = [f"{name} {count:,}" for name, count in _fates(row) if count]
    rows = "" if row.rows_out is None else f"{row.rows_out:,} rows"
    style = {"written": "green", "reused": "cyan"}.get(row.result, "red")
    line = f"{row.table_name:<16} {rows:>18} {row.seconds:>7.1f} s  [{style}]{row.result}[/{style}]  {(row.digest or '')[:8]:<8}  {', '.join(counts)}"
    console().print(line.rstrip())


def _fates(row: JobRun) -> list[tuple[str, int | None]]:
    return [("refused", row.rows_refused), ("merged", row.rows_merged), ("out of scope", row.rows_out_of_scope)]


def say_digests(rows: Iterable[JobRun]) -> None:
    """What each table holds after the run: equal digests are equal rows, whatever their order."""
    console().print(
        grid(("table", "rows", "digest", "version"), ((r.table_name, number(r.rows_out), r.digest or r.result, number(r.output_version)) for r in rows))
    )


def number(value: int | None) -> str:
    """With its thousands parted; empty when it is not known."""
    return "" if value is None else f"{value:,}"


def cell(value: object) -> str:
    """A value of a table as people read it: nulls are empty, decimals are cut to what a screen can use.

    >>> [cell(value) for value in (None, 48.85341, 1.0, ["a", "b"])]
    ['', '48.85341', '1', 'a, b']
    """
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, list):
        return ", ".join(cell(item) for item in value)
    return "" if value is None else str(value)

"""`innoatlas tables` and `innoatlas show`: what tables there are, and what is in them."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from innoatlas.cli.options import ConfDir, Edition, Environment, Home
from innoatlas.errors import SettingsError
from innoatlas.tables import TABLES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def tables(name: Annotated[str | None, typer.Argument(help="Describe the columns of this table alone.")] = None) -> None:
    """List the tables, or describe one."""
    from innoatlas.runtime import logs

    if name is None:
        logs.console().print(logs.grid(("table", "grain", "key"), ((t.name, t.grain, ", ".join(t.key)) for t in TABLES.values())))
        return
    table = TABLES[known(name)]
    columns = ((c.name, c.type, "null" if c.nullable else "", c.description) for c in table.columns)
    logs.console().print(f"{table.name}: {table.grain}", markup=False)
    logs.console().print(logs.grid(("column", "type", "may be", "meaning"), columns))


def show(
    name: Annotated[str, typer.Argument(metavar="TABLE", help="Table to read.")],
    edition: Edition,
    conf: Environment = "sample",
    home: Home = None,
    conf_dir: ConfDir = None,
    limit: Annotated[int, typer.Option(min=1, help="Rows at most, in the order of the key.")] = 20,
    fmt: Annotated[Format, typer.Option("--format", help="table for people, csv, or json with one object a line.")] = Format.TABLE,
) -> None:
    """Print rows of a table, in the order of its key."""
    from innoatlas.runtime.runner import session_of
    from innoatlas.runtime.settings import load_conf
    from innoatlas.runtime.store import Store

    table = TABLES[known(name)]
    settings = load_conf(conf, edition, folder=conf_dir, home=home)
    print_rows(Store(session_of(settings), settings.home).read(name, edition).orderBy(*table.key).limit(limit), fmt)


def print_rows(frame: "DataFrame", fmt: Format) -> None:
    """The rows of a frame in its order."""
    from innoatlas.runtime import logs

    if fmt is Format.JSON:
        for line in frame.toJSON().collect():
            typer.echo(line)
    elif fmt is Format.CSV:
        typer.echo(frame.toPandas().to_csv(index=False), nl=False)
    else:
        logs.console().print(logs.grid(frame.columns, ([logs.cell(value) for value in row] for row in frame.collect())))


def known(name: str) -> str:
    """The name of a table, or SettingsError with those there are."""
    if name not in TABLES:
        raise SettingsError(f"table {name}: expected one of {', '.join(TABLES)}. Choose one of these.")
    return name


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(tables)
    app.command()(show)

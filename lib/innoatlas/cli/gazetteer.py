"""`innoatlas gazetteer`: what the gazetteer holds, and what changed since an older version of it."""

from typing import TYPE_CHECKING, Annotated

import typer

from innoatlas.cli.options import ConfDir, Edition, Environment, Home
from innoatlas.cli.tables import Format, print_rows
from innoatlas.errors import SettingsError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from innoatlas.runtime.store import Store

#: The tables that are the gazetteer.
_TABLES = ("places", "place_names")


def gazetteer(
    conf: Environment = "sample",
    edition: Edition = 2023,
    home: Home = None,
    conf_dir: ConfDir = None,
    economy: Annotated[str | None, typer.Option(help="This economy alone, for example FR.")] = None,
    against: Annotated[int | None, typer.Option(metavar="VERSION", help="Say what changed since this version of the table places instead.")] = None,
    fmt: Annotated[Format, typer.Option("--format", help="table for people, csv, or json with one object a line.")] = Format.TABLE,
) -> None:
    """Show what the gazetteer holds of each economy and what it was made of, or what changed since an older version."""
    from innoatlas.cli.holdings import changes, holdings
    from innoatlas.runtime import logs
    from innoatlas.runtime.runner import session_of
    from innoatlas.runtime.settings import load_conf
    from innoatlas.runtime.store import Store

    settings = load_conf(conf, edition, folder=conf_dir, home=home)
    store = Store(session_of(settings), settings.home)
    frames = [store.read(name, edition) for name in _TABLES] + ([] if against is None else [store.read_version("places", against)])
    places, names, *old = _narrowed(economy, frames)
    if old:
        print_rows(changes(old[0], places), fmt)
    elif fmt is Format.TABLE:
        _print_with_total(holdings(places, names))
    else:
        print_rows(holdings(places, names), fmt)
    if fmt is Format.TABLE:
        for line in [f"places: version {store.version('places')} against version {against}"] if old else about(store):
            logs.console().print(line, markup=False)


def _print_with_total(rows: "DataFrame") -> None:
    """Economies, then all together."""
    from innoatlas.runtime import logs

    counted = [tuple(row) for row in rows.collect()]
    total = ("all", *(sum(value or 0 for value in column) for column in list(zip(*counted, strict=True))[1:]))
    logs.console().print(logs.grid(rows.columns, ((code, *map(logs.number, values)) for code, *values in [*counted, total])))


def about(store: "Store") -> list[str]:
    """Versions and digests of the two tables, what the run that wrote them read, and whose data it is."""
    from innoatlas.gazetteer.attributions import ATTRIBUTIONS

    lines = [f"{name}: version {store.version(name)}, digest {store.digest(name)}" for name in _TABLES]
    return [*lines, *(f"made of {file}" for file in _inputs(store)), *(f"{a.name} ({a.licence}), {a.url}, read from {a.through}" for a in ATTRIBUTIONS)]


def _inputs(store: "Store") -> list[str]:
    """Name, size and digest of each file that the pinned version of places was made of; none when job_runs does not tell."""
    commit = store.commit("places")
    if commit.edition is None or not store.exists("job_runs"):
        return []
    run = store.read("job_runs", commit.edition).where(f"table_name = 'places' and run_id = '{commit.run_id}'").select("inputs").first()
    return list(run["inputs"]) if run else []


def _narrowed(economy: str | None, frames: "list[DataFrame]") -> "list[DataFrame]":
    """The economy's rows alone; SettingsError when none of the frames has any."""
    if economy is None:
        return frames
    own = [frame.where(frame["country_code"] == economy) for frame in frames]
    if all(frame.isEmpty() for frame in own):
        known = [row[0] for row in frames[0].select("country_code").distinct().orderBy("country_code").collect()]
        raise SettingsError(f"economy {economy}: expected one of {', '.join(known)}. Choose one of these.")
    return own


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(gazetteer)

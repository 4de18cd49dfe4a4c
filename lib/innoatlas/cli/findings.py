"""`innoatlas findings`: the sentences that a ranking release is made of."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from innoatlas.cli.options import ConfDir, Edition, Environment, Home

if TYPE_CHECKING:
    import pyarrow as pa

    from innoatlas.runtime.store import Store


class Format(StrEnum):
    """How findings are written."""

    MARKDOWN = "markdown"
    JSON = "json"


def findings(
    edition: Edition,
    conf: Environment,
    home: Home = None,
    conf_dir: ConfDir = None,
    fmt: Annotated[Format, typer.Option("--format", help="markdown, or json with the unrounded figures.")] = Format.MARKDOWN,
    output: Annotated[Path | None, typer.Option(help="File to write; else the terminal.")] = None,
) -> None:
    """Tell what an edition's tables say, each sentence with its figures and their tables; what cannot be told comes last, with the reason."""
    from innoatlas.atlas.findings.telling import READ, as_json, as_report, findings_of
    from innoatlas.atlas.report import as_markdown
    from innoatlas.cli.atlas import economy_groups, opened
    from innoatlas.runtime import logs

    settings, store = opened(edition, conf, home, conf_dir)
    found = findings_of(tables_there_are(store, edition, READ) | {"economy_groups": economy_groups(settings.reference)})
    text = as_json(found, edition) if fmt is Format.JSON else as_markdown(as_report(found, edition))
    if output is None:
        typer.echo(text)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text + "\n", encoding="utf-8")
    logs.console().print(f"{output}: {len(found.told)} told, {len(found.withheld)} withheld", markup=False)


def tables_there_are(store: "Store", edition: int, names: "tuple[str, ...]") -> "dict[str, pa.Table]":
    """Tables of the edition by name; one that no run has made is left out."""
    from innoatlas.errors import MissingTableError

    tables = {}
    for name in names:
        try:
            tables[name] = store.read(name, edition).toArrow()
        except MissingTableError:
            continue
    return tables


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(findings)

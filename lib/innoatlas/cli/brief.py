"""`innoatlas brief`: one cluster on a page."""

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from innoatlas.cli.options import ConfDir, Edition, Environment, Home

if TYPE_CHECKING:
    from innoatlas.atlas.briefs.origin import SectionOfConf
    from innoatlas.runtime.settings import Conf


class Format(StrEnum):
    """How a brief is written; the values are also the endings of its file."""

    HTML = "html"
    MARKDOWN = "markdown"


_ENDINGS = {Format.HTML: "html", Format.MARKDOWN: "md"}

#: Sections of conf that say what a cluster and a rank are.
_TOLD = ("document_places", "cluster_members", "clusters")


def brief(
    name: Annotated[str, typer.Argument(help="Cluster: its name, the beginning of it, or its id.")],
    edition: Edition,
    conf: Environment,
    home: Home = None,
    conf_dir: ConfDir = None,
    fmt: Annotated[Format, typer.Option("--format", help="html, or markdown with its map as an SVG file beside it.")] = Format.HTML,
    output: Annotated[Path | None, typer.Option(help="File to write; else one in the folder briefs of the home.")] = None,
) -> None:
    """Write what an edition says of one cluster: rank, counts, growth, fields, organisations, partners, map, and what it rests on."""
    from innoatlas.atlas.briefs.choosing import cluster_called
    from innoatlas.atlas.briefs.telling import brief_of
    from innoatlas.atlas.given import Given
    from innoatlas.atlas.report import as_html, as_markdown, as_svg
    from innoatlas.cli.atlas import arrow_tables, opened
    from innoatlas.runtime import logs

    settings, store = opened(edition, conf, home, conf_dir)
    given = Given(arrow_tables(store, edition, settings.reference), edition, ())
    cluster = cluster_called(name, given.clusters)
    report = brief_of(given, cluster, settings_told(settings))
    file = output or settings.home / "briefs" / f"innoatlas-{edition}-{file_name(cluster.rank, cluster.name)}.{_ENDINGS[fmt]}"
    texts = {file: as_html(report)}
    if fmt is Format.MARKDOWN and report.drawing:
        drawing = file.with_suffix(".svg")
        texts = {drawing: as_svg(report.drawing), file: as_markdown(report, drawing.name)}
    file.parent.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
        logs.console().print(str(path), markup=False)


def file_name(rank: int, name: str) -> str:
    """A name for a file: no two clusters of an edition have one rank.

    >>> file_name(2, "Malmö–Lund"), file_name(120, "San Diego, CA")
    ('002-malmo-lund', '120-san-diego-ca')
    """
    from anyascii import anyascii

    return f"{rank:03d}-" + "-".join(re.findall("[a-z0-9]+", anyascii(name).lower()))


def settings_told(settings: "Conf") -> "dict[str, SectionOfConf]":
    """Today's settings of the jobs that decide what a cluster is; of `documents` the windows alone, for the rest says where files lie."""
    from innoatlas.atlas.briefs.origin import SectionOfConf

    windows = settings.sections.get("documents", {}).get("windows", {})
    told = {"documents": SectionOfConf(settings.digest("documents"), {f"windows.{kind}": window for kind, window in windows.items()})}
    return told | {name: SectionOfConf(settings.digest(name), settings.sections.get(name, {})) for name in _TOLD}


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(brief)

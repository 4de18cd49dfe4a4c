"""`innoatlas atlas` and `innoatlas export`: an edition as a page, and as files for others."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from innoatlas.cli.options import ConfDir, Edition, Environment, Home

if TYPE_CHECKING:
    import pyarrow as pa

    from innoatlas.runtime.settings import Conf
    from innoatlas.runtime.store import Store


def atlas(edition: Edition, conf: Environment, home: Home = None, conf_dir: ConfDir = None) -> None:
    """Write the edition's atlas: one HTML file that needs no network."""
    from innoatlas.atlas import page
    from innoatlas.runtime import logs

    settings, store = opened(edition, conf, home, conf_dir)
    path = settings.home / "atlas" / f"innoatlas-{edition}.html"
    page.write(
        path, arrow_tables(store, edition, settings.reference), edition=edition, attributions=[*_attributions(settings), *online_attributions(store, edition)]
    )
    logs.console().print(f"{path}: {path.stat().st_size / 1e6:.1f} MB", markup=False)


def export(edition: Edition, conf: Environment, home: Home = None, conf_dir: ConfDir = None) -> None:
    """Write the edition's ranking, the quality of each economy's numbers and tables of clusters as CSV, its clusters and grid cells as GeoJSON."""
    from functools import partial

    from innoatlas.atlas import exports
    from innoatlas.atlas.table_exports import EXPORTED, table_csv
    from innoatlas.runtime import logs

    settings, store = opened(edition, conf, home, conf_dir)
    tables = arrow_tables(store, edition, settings.reference)
    folder = settings.home / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, Callable[..., str]] = {**exports.FILES, **{f"{name}.csv": partial(table_csv, name=name) for name in EXPORTED}}
    for name, text_of in files.items():
        path = folder / f"innoatlas-{edition}-{name}"
        path.write_text(text_of(tables), encoding="utf-8")
        logs.console().print(str(path), markup=False)


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(atlas)
    app.command()(export)


def arrow_tables(store: "Store", edition: int, reference: Path) -> "dict[str, pa.Table]":
    """What the atlas is made of. Of `documents` only totals leave Spark, of `places` and online answers those that points and economies are named by."""
    from pyspark.sql import functions as F

    from innoatlas.atlas.inputs import NEEDED, PLACE_COLUMNS, WANTED
    from innoatlas.fallback.answers import online_places

    def read(name: str) -> "pa.Table":
        return store.read(name, edition).where(WANTED.get(name, "true")).select(*NEEDED[name]).toArrow()

    counted = store.read("documents", edition).where("array_contains(periods, 'current')").groupBy("source", "kind")
    totals = counted.agg(F.count("*").alias("documents_count"), F.min("year").alias("first_year"), F.max("year").alias("last_year"))
    located = F.broadcast(store.read("points", edition).select("place_id").distinct().withColumn("is_located", F.lit(True)))
    answered = online_places(store.read("online_answers", edition)).select(*PLACE_COLUMNS)
    places = store.read("places", edition).select(*PLACE_COLUMNS).union(answered).join(located, "place_id", "left").where("is_located or precision = 'country'")
    named = places.drop("is_located").orderBy("place_id")
    whole = [name for name in NEEDED if name not in ("document_totals", "places", "economy_groups")]
    made = {"document_totals": totals.orderBy("source", "kind").toArrow(), "places": named.toArrow(), "economy_groups": economy_groups(reference)}
    return {name: read(name) for name in whole} | made


def economy_groups(reference: Path) -> "pa.Table":
    """The reviewed regions and income groups of economies."""
    import pyarrow as pa

    from innoatlas.atlas.inputs import GROUP_COLUMNS
    from innoatlas.text.economy_groups import read_economy_groups

    rows = read_economy_groups(reference).values()
    return pa.table({name: [getattr(row, name) for row in rows] for name in GROUP_COLUMNS})


def online_attributions(store: "Store", edition: int) -> list[str]:
    """A sentence for each online service whose answers are points, with the terms that were frozen with them."""
    points = store.read("points", edition).select("place_id")
    used = store.read("online_answers", edition).join(points, "place_id", "left_semi").select("service", "licence").distinct()
    return [f"Places found online: {row['service']} ({row['licence']})." for row in used.orderBy("service", "licence").collect()]


def opened(edition: Edition, conf: Environment, home: Home, conf_dir: ConfDir) -> "tuple[Conf, Store]":
    """The settings of an environment and edition, and its tables."""
    from innoatlas.runtime.runner import session_of
    from innoatlas.runtime.settings import load_conf
    from innoatlas.runtime.store import Store

    settings = load_conf(conf, edition, folder=conf_dir, home=home)
    return settings, Store(session_of(settings), settings.home)


def _attributions(settings: "Conf") -> list[str]:
    """Of the documents' sources, then of the gazetteer's."""
    from innoatlas.atlas import sources
    from innoatlas.gazetteer.attributions import ATTRIBUTIONS

    given: Mapping[str, Mapping[str, str]] = settings.sections.get("documents", {}).get("sources", {})
    formats = {name: source["format"] for name, source in given.items()}
    return sources.attributions(formats, settings.reference) + [f"Places: {a.name} ({a.licence}), {a.url}, read from {a.through}." for a in ATTRIBUTIONS]

"""The atlas: one HTML file with the ranking, a map, every cluster, the coverage and the manifest. It needs no network and asks for none."""

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import jinja2
import pyarrow as pa
from bokeh.resources import Resources
from markupsafe import Markup

from innoatlas.atlas import colours, extract, land, located, quality, writing
from innoatlas.atlas.exports import rankings_csv
from innoatlas.atlas.facts import KIND_HEADS, KIND_LABELS, clusters_of, kinds_of, totals_of
from innoatlas.atlas.inputs import check
from innoatlas.atlas.layers import MAX_POINTS, Cells, cells_of, economy_names, points_of
from innoatlas.atlas.manifest import last_runs
from innoatlas.atlas.relations import relations_of
from innoatlas.atlas.strengths import strengths_of
from innoatlas.atlas.world_map import map_json
from innoatlas.tables import LOCATED, NO_ECONOMY, PRECISION_KM

_PACKAGE = "innoatlas.atlas"


def render(tables: Mapping[str, pa.Table], *, edition: int, attributions: Sequence[str]) -> str:
    """The page of an edition (a release year), as HTML.

    `tables` by name as `inputs.NEEDED` lists them; any of them may be empty. `attributions`: a sentence for each source that asks for one.
    Raises ContractError when a table or a column is absent.
    """
    check(tables)
    return _environment().get_template("page.html.j2").render(_context(tables, edition, attributions))


def write(path: Path, tables: Mapping[str, pa.Table], *, edition: int, attributions: Sequence[str]) -> Path:
    """`render` into a file, whose folder is made; a file that was there is replaced whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(render(tables, edition=edition, attributions=attributions), encoding="utf-8")
    return unfinished.replace(path)


def _context(tables: Mapping[str, pa.Table], edition: int, attributions: Sequence[str]) -> dict[str, Any]:
    """Everything that the templates name."""
    clusters, kinds, points = clusters_of(tables), kinds_of(tables), points_of(tables)
    cells = cells_of(tables, kinds)
    economies = located.by(tables["coverage"], "economy_code")
    overall = located.total(economies)
    around = extract.surroundings(points)
    return {
        "edition": edition,
        "kinds": kinds,
        "kind_heads": KIND_HEADS,
        "labels": [KIND_LABELS[kind] for kind in kinds],
        "clusters": clusters,
        "relations": relations_of(tables),
        "extracts": {cluster.cluster_id: extract.extract(cluster, around) for cluster in clusters},
        "strengths": strengths_of(tables),
        "extract_size": (extract.WIDTH, extract.HEIGHT),
        "totals": totals_of(tables, clusters),
        "overall": overall,
        "sources": located.by(tables["coverage"], "source"),
        "economies": economies,
        "coverage": located.by(tables["coverage"], "source", "economy_code"),
        "coverage_years": located.years(tables["coverage"]),
        "of_economies": located.of_economies,
        "economy_names": economy_names(tables["places"]) | {NO_ECONOMY: "Economy not known"},
        "precisions": [name for name in located.PRECISIONS if name != "inferred" or overall.counts[name]],
        "qualities": quality.economies_of(tables),
        "no_point_share": quality.no_point_share,
        "missing_words": quality.MISSING_WORDS,
        "precision_km": PRECISION_KM,
        "located_precisions": LOCATED,
        "points_count": len(points),
        "noise_count": int(points["cluster_id"].isna().sum()),
        "max_points": MAX_POINTS,
        "cells": cells,
        "runs": last_runs(tables["job_runs"]),
        "attributions": (*attributions, land.ATTRIBUTION, *_software()),
        "map": map_json(clusters, points, cells, kinds),
        "legends": _legends(clusters, cells),
        "csv_base64": base64.b64encode(rankings_csv(tables).encode()).decode(),
        **_bundles(),
    }


def _legends(clusters: Sequence[Any], cells: Cells) -> dict[str, list[tuple[str, str]]]:
    """Label and colour of each mark of the map: economy by code, balance and grid by class."""
    own = colours.economy_colours((cluster.economy_codes[0], cluster.score) for cluster in clusters)
    others = [("other economies", colours.OTHER)] if {cluster.economy_codes[0] for cluster in clusters} - set(own) else []
    bounds = [f"{bound:.2g}" for bound in colours.grid_bounds(cells.rows["score"].to_numpy(dtype=float)).tolist()]
    steps = [f"under {bounds[0]}", *(f"from {bound}" for bound in bounds)] if bounds else []
    return {"economy": [*own.items(), *others], "balance": colours.balance_legend(), "grid": list(zip(steps, colours.GRID, strict=False))}


def _software() -> tuple[str, ...]:
    """What the page itself is made with; their licences ask to be named."""
    return (
        f"Map drawn with Bokeh {metadata.version('bokeh')} (BSD 3-Clause licence).",
        f"Tables made sortable by DataTables and jQuery (MIT licence), as bundled in itables {metadata.version('itables')} (MIT licence).",
    )


@cache
def _bundles() -> dict[str, Markup]:
    """Scripts and styles that the page carries, taken whole from the packages that ship them."""
    tables = resources.files("itables") / "html"
    own = resources.files(_PACKAGE) / "templates"
    return {
        "bokeh_scripts": Markup(Resources(mode="inline", components=["bokeh"]).render_js()),
        "tables_script": _inside_script((tables / "dt_bundle.js").read_text(encoding="utf-8")),
        "tables_style": Markup((tables / "dt_bundle.css").read_text(encoding="utf-8")),
        "style": Markup((own / "atlas.css").read_text(encoding="utf-8")),
        "script": _inside_script((own / "atlas.js").read_text(encoding="utf-8")),
    }


def _inside_script(text: str) -> Markup:
    """JavaScript that may stand inside a script element: the one sequence that would end it early is written with an escape that strings read the same."""
    return Markup(text.replace("</script", "<\\/script"))


@cache
def _environment() -> jinja2.Environment:
    """Templates with every value escaped, and no name that may be missing."""
    loader = jinja2.PackageLoader("innoatlas", "atlas/templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False, "separators": (",", ":")}  # Bokeh refers only to what stands before
    environment.filters.update(whole=writing.whole, decimal=writing.decimal, percent=writing.percent, share=writing.share, points=writing.points)
    environment.globals.update(change=writing.change, spoken_list=writing.spoken_list)
    return environment

"""The atlas: one HTML file of the sections that `sections.SECTIONS` lists. It needs no network and asks for none."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
import pyarrow as pa
from bokeh.resources import Resources
from markupsafe import Markup

from innoatlas.atlas import writing
from innoatlas.atlas.facts import KIND_HEADS
from innoatlas.atlas.given import Given
from innoatlas.atlas.inputs import check
from innoatlas.atlas.sections import SECTIONS


def render(tables: Mapping[str, pa.Table], *, edition: int, attributions: Sequence[str]) -> str:
    """The page of an edition (a release year), as HTML.

    `tables` by name as `inputs.NEEDED` lists them; any of them may be empty. `attributions`: a sentence for each source that asks for one.
    Raises ContractError when a table or a column is absent.
    """
    check(tables)
    given = Given(tables, edition, attributions)
    shared = common(given)
    drawn = [(section, Markup(_template(section.name).render(shared | section.facts(given)))) for section in SECTIONS]  # their values are escaped
    return _template("page").render(shared | {"drawn": drawn, "choices": choices(given)} | _bundles())


def write(path: Path, tables: Mapping[str, pa.Table], *, edition: int, attributions: Sequence[str]) -> Path:
    """`render` into a file, whose folder is made; a file that was there is replaced whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(render(tables, edition=edition, attributions=attributions), encoding="utf-8")
    return unfinished.replace(path)


def common(given: Given) -> dict[str, Any]:
    """The names that every template may use."""
    return {
        "edition": given.edition,
        "kinds": given.kinds,
        "kind_heads": KIND_HEADS,
        "clusters": given.clusters,
        "leading": given.leading,
        "economy_names": given.economy_names,
    }


def choices(given: Given) -> dict[str, Any]:
    """What the tools choose from: id, name and economies of each leading cluster, by rank; the heads of the kinds."""
    clusters = [[cluster.anchor.removeprefix("cluster-"), cluster.name, cluster.economies] for cluster in given.leading]
    return {"clusters": clusters, "kinds": {kind: KIND_HEADS[kind] for kind in given.kinds}}


@cache
def _bundles() -> dict[str, Any]:
    """Scripts and styles that the page carries: whole ones from the packages that ship them, then the page's own and those of its sections."""
    tables = resources.files("itables") / "html"
    return {
        "bokeh_scripts": Markup(Resources(mode="inline", components=["bokeh"]).render_js()),
        "tables_script": _inside_script((tables / "dt_bundle.js").read_text(encoding="utf-8")),
        "tables_style": Markup((tables / "dt_bundle.css").read_text(encoding="utf-8")),
        "styles": [Markup(text) for text in _own_files("css")],
        "scripts": [_inside_script(text) for text in _own_files("js")],
    }


def _own_files(ending: str) -> list[str]:
    folder = resources.files("innoatlas.atlas") / "templates"
    files = [folder / f"{name}.{ending}" for name in ("tools", "atlas", *(section.name for section in SECTIONS))]
    return [file.read_text(encoding="utf-8") for file in files if file.is_file()]


def _inside_script(text: str) -> Markup:
    """JavaScript that may stand inside a script element: the one sequence that would end it early is written with an escape that strings read the same."""
    return Markup(text.replace("</script", "<\\/script"))


def _template(name: str) -> jinja2.Template:
    return _environment().get_template(f"{name}.html.j2")


@cache
def _environment() -> jinja2.Environment:
    """Templates with every value escaped, and no name that may be missing."""
    loader = jinja2.PackageLoader("innoatlas", "atlas/templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False, "separators": (",", ":")}  # Bokeh refers only to what stands before
    environment.filters.update(whole=writing.whole, decimal=writing.decimal, percent=writing.percent, share=writing.share, points=writing.points)
    environment.globals.update(change=writing.change, between=writing.between, spoken_list=writing.spoken_list)
    return environment

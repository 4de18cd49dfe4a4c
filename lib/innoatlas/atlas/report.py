"""A short text of sentences and figures, written the same way as HTML and as Markdown. Neither asks for anything outside itself, a drawing apart."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import jinja2
from markupsafe import Markup

from innoatlas.atlas.extract import HEIGHT, WIDTH, Extract
from innoatlas.atlas.land import ATTRIBUTION

#: What Markdown may read as a mark; each may be written after a backslash (CommonMark 0.31, section 2.4; `|` in tables of GitHub's dialect).
#: An underscore within a word and an ampersand that begins no entity are none.
_MARKS = re.compile(r"[\\`*\[\]<>|#]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")


@dataclass(frozen=True)
class Grid:
    """Figures in rows and columns, as they are written."""

    heads: Sequence[str]  #: of the columns
    rows: Sequence[Sequence[str]]
    words: Collection[int] = (0,)  #: columns that hold words, from 0; the others hold numbers and stand to the right

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers."""
        return column not in self.words


@dataclass(frozen=True)
class Section:
    """A title with what is said under it."""

    title: str
    sentences: Sequence[str] = ()  #: paragraphs
    grid: Grid | None = None
    items: Sequence[str] = ()  #: lines of a list, after the sentences
    note: str = ""  #: small print; empty when there is none


@dataclass(frozen=True)
class Report:
    """All that a file says."""

    series: str  #: above the title
    title: str
    lead: str
    sections: Sequence[Section]
    drawing: Extract | None = None


def as_html(report: Report) -> str:
    """One HTML file with its style and its drawing in it."""
    folder = resources.files("innoatlas.atlas") / "templates"
    style = Markup("".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in ("atlas", "report")))
    return _html().get_template("report.html.j2").render(report=report, style=style, size=(WIDTH, HEIGHT), credit=ATTRIBUTION)


def as_markdown(report: Report, drawing_file: str = "") -> str:
    """Text for CommonMark with tables. `drawing_file`: where the drawing lies, seen from the text; without one it is left out."""
    return _markdown().get_template("report.md.j2").render(report=report, drawing_file=drawing_file, credit=ATTRIBUTION)


def as_svg(drawing: Extract) -> str:
    """The drawing as a file of its own, in the light colours of the page."""
    return _html().get_template("drawing.svg.j2").render(drawn=drawing, size=(WIDTH, HEIGHT))


def escape_markdown(text: object) -> str:
    r"""A value as text of Markdown, so that no name becomes a mark.

    >>> escape_markdown("A*B [x](y) | _z_ & a_b")
    'A\\*B \\[x\\](y) \\| \\_z\\_ & a_b'
    """
    return _MARKS.sub(r"\\\g<0>", " ".join(str(text).split()))


@cache
def _html() -> jinja2.Environment:
    return jinja2.Environment(loader=_templates(), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _markdown() -> jinja2.Environment:
    """Every value is escaped as it is written, as autoescape does for HTML."""
    marks = {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    return jinja2.Environment(loader=_templates(), autoescape=False, finalize=escape_markdown, **marks)  # type: ignore[arg-type]


def _templates() -> jinja2.BaseLoader:
    return jinja2.PackageLoader("innoatlas", "atlas/templates")

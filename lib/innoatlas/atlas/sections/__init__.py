"""The sections of the page, in the order in which a reader asks: what is the ranking, what does it say, where, who, how sure, how was it made.

A section is a module here, whose `facts` gathers the names that its template uses beside the common ones; its template, `templates/NAME.html.j2`,
one element with the id NAME; and a line in SECTIONS. It may have a script, `templates/NAME.js`, that the page carries after its own (atlas.js),
and a style, `templates/NAME.css`. A table that is not read yet is one line more, in `inputs.NEEDED`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from innoatlas.atlas.given import Given
from innoatlas.atlas.sections import (
    areas,
    certainty,
    clusters,
    collaboration,
    compare,
    coverage,
    economy,
    fields,
    findings,
    lists,
    manifest,
    notes,
    organisations,
    overview,
    people,
    ranking,
)
from innoatlas.atlas.sections import map as map_section


@dataclass(frozen=True)
class Section:
    """One section of the page."""

    name: str  #: id of its element, and name of its template, script and style
    title: str  #: what the navigation calls it
    facts: Callable[[Given], dict[str, Any]]  #: names of its template, beside `page.common`


SECTIONS = (
    Section("overview", "Overview", overview.facts),
    Section("ranking", "Ranking", ranking.facts),
    Section("findings", "Findings", findings.facts),
    Section("map", "Map", map_section.facts),
    Section("clusters", "Clusters", clusters.facts),
    Section("compare", "Compare", compare.facts),
    Section("fields", "Fields", fields.facts),
    Section("organisations", "Organisations", organisations.facts),
    Section("collaboration", "Collaboration", collaboration.facts),
    Section("certainty", "How sure", certainty.facts),
    Section("areas", "Sites and regions", areas.facts),
    Section("people", "People", people.facts),
    Section("lists", "Lists", lists.facts),
    Section("coverage", "Coverage", coverage.facts),
    Section("economy", "One economy", economy.facts),
    Section("notes", "Notes", notes.facts),
    Section("manifest", "How it was made", manifest.facts),
)

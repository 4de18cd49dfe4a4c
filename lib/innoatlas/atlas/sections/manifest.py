"""What made the numbers, and whose data and software they rest on."""

from importlib import metadata
from typing import Any

from innoatlas.atlas import land
from innoatlas.atlas.given import Given
from innoatlas.atlas.manifest import last_runs


def facts(given: Given) -> dict[str, Any]:
    """The last run of each table; a sentence for each source and each piece of software that asks for one."""
    return {"runs": last_runs(given.tables["job_runs"]), "attributions": (*given.attributions, land.ATTRIBUTION, *_software())}


def _software() -> tuple[str, ...]:
    """What the page itself is made with; their licences ask to be named."""
    return (
        f"Map drawn with Bokeh {metadata.version('bokeh')} (BSD 3-Clause licence).",
        f"Tables made sortable by DataTables and jQuery (MIT licence), as bundled in itables {metadata.version('itables')} (MIT licence).",
    )

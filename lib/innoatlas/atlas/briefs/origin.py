"""How far a brief can be trusted: what was located and how precisely, and which run, code and settings made it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from innoatlas.atlas.briefs.subject import Subject
from innoatlas.atlas.grammar import counted
from innoatlas.atlas.report import Grid, Section
from innoatlas.atlas.writing import points, share, spoken_list, whole

#: Jobs whose run is told, in the order of the line.
_MADE_BY = ("documents", "document_places", "cluster_members", "clusters", "cluster_counts", "rankings")


@dataclass(frozen=True)
class SectionOfConf:
    """The settings of one job as conf has them today."""

    digest: str
    values: Mapping[str, Any]


def places(subject: Subject) -> Section:
    """How far it reaches, and its largest places."""
    cluster = subject.cluster
    held = f"{whole(cluster.listings_count)} person listings at {counted(cluster.points_count, 'place', 'places')}"
    told = f"It holds {held}, up to {whole(cluster.radius_km)} km from its middle."
    largest = [f"The largest are {spoken_list(cluster.member_names)}."] if len(cluster.member_names) > 1 else []
    return Section("Where it is", [told, *largest])


def located(subject: Subject) -> Section:
    """What was located of what its economies list, and how precisely."""
    if not subject.located:
        return Section("What was located", ["It is not known how much of its economies was located."])
    told = [
        f"{share(row.share)} of the {whole(row.listings_count)} person listings of {subject.economy_name(row.economy_code)} were located."
        for row in subject.located
    ]
    told.append("An address that could not be located belongs to no cluster, so this can be told of whole economies only.")
    finer = ("postcode", "city", "organisation")
    rows = [
        [
            subject.economy_name(row.economy_code),
            *(points(row.part(name)) for name in finer),
            points(row.only_region / row.listings_count),
            points(row.part("none")),
            points(row.part("no_address")),
            points(row.mean_score),
        ]
        for row in subject.located
    ]
    heads = ["% of listings known to", "postal area", "town", "organisation", "region only", "nothing", "no address", "expected right"]
    return Section(
        "What was located",
        told,
        Grid(heads, rows),
        note="An organisation is known to be in its town. Expected right: the part of the located that the geocoder's confidence takes for right.",
    )


def made_by(subject: Subject, conf: Mapping[str, SectionOfConf]) -> Section:
    """The runs behind the figures, and their settings where conf still has them."""
    runs = [subject.runs[name] for name in _MADE_BY if name in subject.runs]
    if not runs:
        return Section("How it was made", ["No run is recorded for this edition, so its figures cannot be traced."])
    changed = [run["table_name"] for run in runs if run["table_name"] in conf and conf[run["table_name"]].digest != run["conf_digest"]]
    values = {name: section.values for name, section in conf.items() if name not in changed}
    tables: dict[str, list[str]] = {}
    for run in runs:
        tables.setdefault(f"Run {run['run_id']} of innoatlas {run['code_version']}", []).append(run["table_name"])
    return Section(
        "How it was made",
        [*_rule(values.get("cluster_members", {})), *(f"{made} made {spoken_list(names)}." for made, names in tables.items())],
        items=[f"Settings {_settings(run, values.get(run['table_name'], {}))}" for run in runs],
        note=f"The settings of {spoken_list(changed)} have changed since, so their values are not shown." if changed else "",
    )


def _settings(run: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    listed = ", ".join(f"{key} = {value}" for key, value in values.items())
    return f"{run['conf_digest']} of {run['table_name']}{': ' if listed else ''}{listed}"


def _rule(settings: Mapping[str, Any]) -> list[str]:
    """What made a cluster, in a sentence; none when the settings are not known."""
    if not settings:
        return []
    weighed = {"listings": "person listings", "documents": "documents", "fractional": "documents, counted fractionally,"}[settings["point_weight"]]
    joined = f"; two at most {settings['merge_km']:g} km apart are one" if settings["merge_km"] else ""
    return [f"A cluster is where at least {whole(settings['min_weight'])} {weighed} lie within {settings['radius_km']:g} km of a place{joined}."]

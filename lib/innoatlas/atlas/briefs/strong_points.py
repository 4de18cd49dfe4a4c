"""What a cluster is strong in, whose work it is, and with whom it works."""

from collections.abc import Mapping, Sequence
from typing import Any

from innoatlas.atlas.briefs.subject import Subject
from innoatlas.atlas.facts import KIND_LABELS
from innoatlas.atlas.report import Section
from innoatlas.atlas.strengths import Strengths
from innoatlas.atlas.writing import decimal, percent, share, spoken_list, whole


def fields(subject: Subject) -> Section:
    """The largest fields and the most specialised ones of each kind."""
    told = []
    for kind, held in _by_kind(subject):
        if held.fields:
            largest = spoken_list([f"{row['field_name']} ({percent(row['share_percent'], 1)})" for row in held.fields])
            told.append(f"The largest {'fields' if len(held.fields) > 1 else 'field'} of its {KIND_LABELS[kind]}: {largest}.")
        if held.special:
            strong = spoken_list([f"{row['field_name']} ({decimal(row['specialisation'])} times)" for row in held.special])
            told.append(f"Fields with a larger share of its {KIND_LABELS[kind]} than of the world's: {strong}.")
    if subject.unused:
        unused = spoken_list([f"{row['domain_name']} ({_times(row)})" for row in subject.unused])
        told.append(f"Research that is strong, but little used in its own patents: {unused}.")
    return Section("Fields", told or ["The fields of its documents are not known."])


def _times(row: Mapping[str, Any]) -> str:
    return f"{decimal(row['paper_specialisation'])} times the world's share in papers, {decimal(row['patent_specialisation'])} times in patents"


def _by_kind(subject: Subject) -> list[tuple[str, Strengths]]:
    return [(kind, subject.strengths[kind]) for kind in subject.kinds if kind in subject.strengths]


def organisations(subject: Subject) -> Section:
    """The largest organisations of each kind, how much they hold, and with whom universities and companies work elsewhere."""
    told = []
    for kind, held in _by_kind(subject):
        if held.organisations:
            who = "applicants" if kind == "patent" else "organisations"
            names = spoken_list([f"{row['organisation_name']} ({percent(row['share_percent'], 1)})" for row in held.organisations])
            told.append(f"The largest {who} of its {KIND_LABELS[kind]}, with their part of all it has: {names}.")
        if kind in subject.concentration:
            told.append(_concentration(subject.concentration[kind], KIND_LABELS[kind]))
        for own, others, found in (("universities", "companies", subject.companies), ("companies", "universities", subject.universities)):
            if found.get(kind):
                told.append(f"By {KIND_LABELS[kind]} that join both, its {own} work most with {others} in {_listed(found[kind])}.")
    return Section("Organisations", told or ["The organisations of its documents are not known."])


def _concentration(row: Mapping[str, Any], label: str) -> str:
    count = row["organisations_count"]
    if count == 1:
        return f"One organisation is known of its {label}."
    held = f"the largest holds {percent(row['largest_percent'], 1)}, the five largest {percent(row['five_largest_percent'], 1)}"
    few = f"those with few documents {percent(row['few_documents_percent'], 1)}"
    joint = f"{share(row['joint_share'])} of these documents join a university and a company"
    return f"Of what the {whole(count)} known organisations have of its {label}, {held} and {few}; {joint}."


def partners(subject: Subject) -> Section:
    """How much is done with others, with which economies and with which clusters."""
    told = []
    own = subject.relations
    for kind in subject.kinds:
        row, label = own.collaboration.get(kind), KIND_LABELS[kind]
        if row and row["foreign_share"] is not None:
            told.append(_foreign(row, label, subject.clusters_count))
        if own.economies.get(kind):
            told.append(f"The foreign economies that share most of its {label}: {_listed([(subject.economy_name(c), n) for c, n in own.economies[kind]])}.")
        if own.partners.get(kind):
            told.append(f"The clusters that share most of its {label}: {_listed(own.partners[kind])}.")
    return Section("Partners", told or ["With whom it works is not known."])


def _foreign(row: Mapping[str, Any], label: str, clusters: int) -> str:
    part = f"{share(row['foreign_share'])} of its {label} ({whole(row['foreign_documents_count'])} of {whole(row['documents_count'])}) have"
    if not row["foreign_documents_count"]:
        part = f"None of its {whole(row['documents_count'])} {label} has"
    others = f"{share(row['partner_share'])} have one outside the cluster, at home or abroad"
    return f"{part} a person in another economy, rank {row['foreign_rank']} of {clusters:,} by this share; {others}."


def _listed(pairs: Sequence[tuple[str, int]]) -> str:
    return spoken_list([f"{name} ({whole(count)})" for name, count in pairs])

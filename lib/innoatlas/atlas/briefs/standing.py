"""Where a cluster stands: its rank, what it has of the world, how that changed, and what it is for its inhabitants."""

from innoatlas.atlas.briefs.subject import Subject
from innoatlas.atlas.facts import KIND_LABELS
from innoatlas.atlas.grammar import counted
from innoatlas.atlas.report import Grid, Section
from innoatlas.atlas.writing import decimal, percent, spoken_list, whole


def lead(subject: Subject) -> str:
    """The one sentence above everything."""
    cluster = subject.cluster
    return f"{cluster.name} ({subject.economies}) is at rank {cluster.rank} of {subject.clusters_count:,} in the {subject.edition} edition."


def rank(subject: Subject) -> Section:
    """Score, rank, its interval, and the rank before."""
    cluster = subject.cluster
    shares = spoken_list([f"{KIND_LABELS[kind]} ({percent(cluster.share(kind))})" for kind in subject.kinds])
    return Section("Rank", [f"Its score is {decimal(cluster.score, 2)}: its share of the world's {shares}, added up.", *_interval(subject), _before(subject)])


def _interval(subject: Subject) -> list[str]:
    low, high = subject.cluster.rank_low, subject.cluster.rank_high
    if low is None or high is None:
        return []
    reach = "at this rank, too" if low == high else f"at a rank from {low} to {high}"
    return [f"If as many documents were drawn anew by chance, it would almost always be {reach}."]


def _before(subject: Subject) -> str:
    now, before = subject.cluster.rank, subject.cluster.previous_rank
    window = "the window before, computed with today's data and method,"
    if before is None:
        return f"It is new: in {window} there was no such cluster."
    moved = counted(abs(before - now), "place", "places")
    became = "has kept its place" if now == before else f"has risen by {moved}" if now < before else f"has fallen by {moved}"
    return f"In {window} it was at rank {before}; it {became} since."


def counts(subject: Subject) -> Section:
    """Fractional and whole counts and shares of each kind."""
    rows = []
    for kind in subject.kinds:
        now, before = subject.cluster.counts.get(kind), subject.cluster.previous_counts.get(kind)
        figures = (decimal(now.fractional_count), whole(now.documents_count), decimal(now.share_percent, 2)) if now else ("0.0", "0", "0.00")
        rows.append([KIND_LABELS[kind].capitalize(), *figures, decimal(before.share_percent if before else None, 2)])
    told = "A fractional count gives each person of a document an equal part of it; a whole count takes every document with at least one person in the cluster."
    return Section("What it has", [told], Grid(["", "Fractional", "Whole", "% of the world", "% in the window before"], rows))


def growth(subject: Subject) -> Section:
    """Change since the window before, by both geometries."""
    figures = subject.relations.growth
    labels = [(kind, KIND_LABELS[kind].capitalize()) for kind in subject.kinds] + [("score", "Score")]
    rows = [[label, *(decimal(figures.get((geometry, key))) for geometry in ("refound", "fixed"))] for key, label in labels]
    told = "Change since the window before, in percent of it: with the cluster found anew in each window, and with today's cluster held fixed."
    past = [f"Since then: {'; '.join(subject.relations.past)}."] if subject.relations.past else []
    return Section("Growth", [told, *past], Grid(["", "Found anew, %", "Held fixed, %"], rows), note="An en dash: nothing to compare with.")


def intensity(subject: Subject) -> Section:
    """Score and counts per million inhabitants."""
    own = subject.relations
    if own.population is None:
        return Section("For its inhabitants", ["How many people live there is not known."])
    source = "as the gazetteer's towns tell, a proxy" if own.is_proxy else "as the population table tells"
    rows = [[KIND_LABELS[kind].capitalize(), decimal(own.per_million.get(kind), 0)] for kind in subject.kinds]
    place = "" if own.intensity_rank is None else f" For its inhabitants its score is at rank {own.intensity_rank} of {subject.clusters_count:,}."
    return Section(
        "For its inhabitants",
        [f"{whole(own.population)} people live in its footprint, {source}.{place}"],
        Grid(["", "Per million inhabitants"], [*rows, ["Score", decimal(own.per_million.get("score"), 3)]]),
    )

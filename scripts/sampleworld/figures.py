"""How many documents each cluster holds: published counts scaled to whole documents, so that the published order still comes out."""

from dataclasses import dataclass
from pathlib import Path

#: World totals of the GII 2023 that the published shares imply (derived by division, not published).
WORLD_PATENTS, WORLD_PAPERS = 1_255_450, 7_456_000

#: Neighbours in the ranking are parted by at least this share of their score, and by a whole paper: whole documents
#: and a few mistaken addresses must not swap them. Ten pairs are published closer, none of them is moved by more than 2.5 %.
_MIN_GAP, _MIN_GAP_PAPERS = 0.015, 1


@dataclass(frozen=True)
class Quota:
    """Documents of one cluster: in the edition's window, of these in its last year, and in the year before the window."""

    name: str
    patents: int
    papers: int
    patents_last: int
    papers_last: int
    patents_before: int
    papers_before: int


def reference_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a tab-separated file of conf/reference: comment lines, a header, fields without quoting."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def quotas(published: list[dict[str, str]], background: list[dict[str, str]], scale: int) -> tuple[list[Quota], Quota]:
    """Quotas of the published clusters by rank and of the background ones as listed; then what is left of the world for all other towns."""
    world_patents, world_papers = (round(WORLD_PATENTS / scale), round(WORLD_PAPERS / scale))
    counts = _in_order(published, world_patents, world_papers, scale)
    earlier = _earlier_scores(published)
    found = [_over_years(row["cluster"], *count, ratio) for row, count, ratio in zip(published, counts, earlier, strict=True)]
    found += [_over_years(row["cluster"], int(row["pct_count"]) // scale, int(row["publication_count"]) // scale, 0.98) for row in background]
    patents, papers = (sum(quota.patents for quota in found), sum(quota.papers for quota in found))
    if min(world_patents - patents, world_papers - papers) <= 0:
        raise SystemExit(f"--scale {scale}: expected at most 5000, for a smaller world has no room left for other towns. Give a smaller number.")
    return found, _over_years("", world_patents - patents, world_papers - papers, 0.98)


def _score(patents: float, papers: float, world_patents: int, world_papers: int) -> float:
    """Sum of both shares in percent, as the ranking has it."""
    return 100 * patents / world_patents + 100 * papers / world_papers


def _in_order(published: list[dict[str, str]], world_patents: int, world_papers: int, scale: int) -> list[tuple[int, int]]:
    """Whole (patents, papers) by rank: patents are rounded, papers make the score up; from the last rank to the first, each above the next."""
    counts: list[tuple[int, int]] = []
    floor = 0.0
    for row in reversed(published):
        patents = round(int(row["pct_count"]) / scale)
        target = max(_score(int(row["pct_count"]), int(row["publication_count"]), WORLD_PATENTS, WORLD_PAPERS), floor)
        papers = max(0, round((target - 100 * patents / world_patents) * world_papers / 100))
        while _score(patents, papers, world_patents, world_papers) < floor:
            papers += 1
        counts.append((patents, papers))
        score = _score(patents, papers, world_patents, world_papers)
        floor = score + max(_MIN_GAP * score, 100 * _MIN_GAP_PAPERS / world_papers)
    return counts[::-1]


def _earlier_scores(published: list[dict[str, str]]) -> list[float]:
    """By rank: the score in the previous window as a ratio of the present one, chosen so that the previous order is the published one."""
    scores = [_score(int(row["pct_count"]), int(row["publication_count"]), WORLD_PATENTS, WORLD_PAPERS) for row in published]
    earlier_order = sorted(range(len(published)), key=lambda rank: int(published[rank]["previous_rank"]))
    ratios = [0.0] * len(published)
    for place, rank in enumerate(earlier_order):
        ratios[rank] = 0.98 * scores[place] / scores[rank]
    return ratios


def _over_years(name: str, patents: int, papers: int, earlier_ratio: float) -> Quota:
    """Leave the last year, and the year before the window, so many documents that the previous window holds `earlier_ratio` of this one's."""
    last = min(0.36, max(0.12, 0.2 + (1 - earlier_ratio) / 2))
    before = max(0.0, earlier_ratio - 1 + last)
    return Quota(name, patents, papers, round(last * patents), round(last * papers), round(before * patents), round(before * papers))


def over_countries(rest: Quota, weights: list[float]) -> list[Quota]:
    """What is left of the world by country, in proportion to the weights; rounded up and down so that no document is lost."""
    columns = ("patents", "papers", "patents_last", "papers_last", "patents_before", "papers_before")
    bounds = [0.0]
    for weight in weights:
        bounds.append(bounds[-1] + weight / sum(weights))
    edges = {column: [round(bound * getattr(rest, column)) for bound in bounds] for column in columns}
    return [Quota("", *(edges[column][row + 1] - edges[column][row] for column in columns)) for row in range(len(weights))]

"""A scoring program of the same face as the one beside the test sets, over one invented set of lines `id kind tier text lat lon country`."""

from collections import Counter, namedtuple
from dataclasses import dataclass

Answer = namedtuple("Answer", "country lat lon precision")


@dataclass(frozen=True)
class Truth:
    country: str
    lat: float | None
    lon: float | None
    tolerance_km: float = 15.0


@dataclass(frozen=True)
class Row:
    id: str
    given: dict
    tiers: tuple
    truths: tuple
    kind: str


def aff_ror(folder, half):
    for line in (folder / f"{half}.txt").read_text("utf-8").splitlines():
        row_id, kind, tier, text, lat, lon, country = line.split("|")
        field, _, value = text.rpartition("=")
        truths = (Truth(country, float(lat), float(lon)),) if lat else ()
        yield Row(row_id, {field or "address_text": value} | ({"country": country} if field == "city" else {}), (tier,), truths, kind)


SETS = {"aff_ror": aff_ror, "absent_set": aff_ror}


def rows_of(folder, half, part):
    return list(SETS[folder.name](folder, half))


def part_of(row_id):
    return "check" if row_id.startswith("c") else "tune"


def same_country(answer, truth):
    return answer == truth


def jsonl(path):
    return [{"id": line.split("|")[0], "truth": [{"ror": line.split("|")[1]}]} for line in path.read_text("utf-8").splitlines()]


class Tally:
    def __init__(self):
        self.outcomes = Counter()

    def add(self, row, answer, coarse_counts):
        outcome = self._outcome(row, answer)
        self.outcomes[outcome] += 1
        return outcome

    def _outcome(self, row, answer):
        if row.kind == "no_org":
            return "wrong" if answer.precision == "organisation" else "right"
        if answer.lat is None:
            return "blank"
        if answer.precision in ("admin1", "admin2", "country"):
            return "coarse"
        near = any(abs(answer.lat - t.lat) + abs(answer.lon - t.lon) < 0.1 and answer.country == t.country for t in row.truths)
        return "right" if near != (row.kind == "away") else "wrong"


def measure(rows, answers, *, coarse_counts, by_country):
    tallies = {}
    for row in rows:
        tallies.setdefault(row.tiers[0], Tally()).add(row, answers[row.id], coarse_counts)
    return tallies


def record(set_name, tier, tally):
    rows = tally.outcomes.total()
    return {"set": set_name, "tier": tier, "rows": rows, "right": tally.outcomes["right"] / rows} | dict.fromkeys(
        ("answered", "coarse", "precise", "low", "high", "within50", "country", "wrong_cc"), 0.5
    )

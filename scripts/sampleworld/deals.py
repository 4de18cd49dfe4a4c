"""Venture-capital deals as the neutral contract takes them: one document a deal, whose one person is the company funded. No chance is in them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .dirt import Writer
from .figures import Quota
from .listings import Listing
from .names import WORDS
from .towns import Town

#: Years of publication: those of both windows of the edition of 2025, which counts deals, and one before.
YEARS = (2018, 2019, 2020, 2021, 2022, 2023, 2024)

#: Deals of the world in a year, invented in the order of what is told of venture capital.
_WORLD_YEARLY = 25_000

#: How many deals a patent stands for, beside the United States' 3; invented, so that deals rank otherwise than patents and papers.
_VENTURE = {"US": 3.0, "IL": 5.0, "IN": 6.0, "GB": 4.0, "SG": 4.0, "BR": 4.0, "FR": 1.6, "CA": 2.0, "SE": 1.2, "CN": 1.0, "DE": 0.8, "KR": 0.6, "JP": 0.25}
_VENTURE_ELSEWHERE = 1.0

_SECTORS = ("Software", "Biotechnology", "Financial services", "Energy", "Hardware", "Mobility")

#: The golden ratio's fraction: its multiples fill an interval evenly from the first on.
_GOLDEN = 0.618_033_988_749_894_9


@dataclass(frozen=True)
class Deal:
    """One deal; the company is its one person."""

    year: int
    sector: str
    company: Listing


def deal_id(deal: Deal) -> str:
    """The source's own id of a deal."""
    return f"D{deal.company.document}"


def deals(quotas: list[Quota], groups: list[list[Town]], scale: int, writer: Writer) -> list[Deal]:
    """Deals by year and group: a group has its share of each year's, by its patents and its country's venture capital; parts of one are carried over."""
    appetite = [quota.patents * _VENTURE.get(towns[0].country_code, _VENTURE_ELSEWHERE) for quota, towns in zip(quotas, groups, strict=True)]
    yearly = np.array(appetite) / sum(appetite) * _WORLD_YEARLY / scale
    until = np.rint(np.outer(np.arange(len(YEARS) + 1), yearly)).astype(int)
    found: list[Deal] = []
    for number, year in enumerate(YEARS):
        for towns, first, end in zip(groups, until[number].tolist(), until[number + 1].tolist(), strict=True):
            found += [_deal(len(found) + later, year, _town(towns, nth), writer) for later, nth in enumerate(range(first, end))]
    return found


def write_deals(folder: Path, found: list[Deal]) -> int:
    """Write documents.csv and listings.csv; returns the number of deals."""
    documents = [(deal_id(deal), "deal", deal.year, deal.sector) for deal in found]
    listings = [_listed(deal) for deal in found]
    folder.mkdir(parents=True)
    _write(folder / "documents.csv", ("document_id", "kind", "year", "field_codes"), documents)
    _write(folder / "listings.csv", ("document_id", "person_position", "person_name", "address_text", "organisation", "city", "region", "country"), listings)
    return len(found)


def _town(towns: list[Town], nth: int) -> Town:
    """The town of a group's nth deal, larger ones more often."""
    bounds = np.cumsum([town.weight for town in towns])
    return towns[int(np.searchsorted(bounds, (0.5 + nth * _GOLDEN) % 1 * bounds[-1], side="right"))]


def _deal(number: int, year: int, town: Town, writer: Writer) -> Deal:
    text = writer.address(town, number * 7_919, clear=True)
    company = Listing(number, 1, town, town, WORDS[number % len(WORDS)], f"{number} Ltd.", number, (text,))
    return Deal(year, _SECTORS[(number + town.number) % len(_SECTORS)], company)


def _listed(deal: Deal) -> tuple[object, ...]:
    """A row of listings.csv: every third address in fields, the others as text."""
    company = deal.company
    name, parts, country = f"{company.given_name} {company.family_name}", company.texts[0].parts, company.town.country_code
    if company.number % 3 == 0 and parts["city"]:
        return deal_id(deal), 1, name, "", name, parts["city"], parts["state"], country
    return deal_id(deal), 1, name, company.texts[0].text, name, "", "", country


def _write(file: Path, header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)

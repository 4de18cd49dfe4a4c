"""Write the sample world: synthetic papers and patents in their real formats, deals in the neutral one, and the truth about them.

    python scripts/sample_world.py --scale 200 --home build/sample

writes openalex/works/…, patstat/…csv, deals/…csv, areas/…, given_names.csv and truth/listings.parquet under the home folder. The same scale gives the
same bytes.
"""

import argparse
import gc
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.random import Generator
from sampleworld.areas import write_areas
from sampleworld.deals import deal_id, deals, write_deals
from sampleworld.dirt import Writer
from sampleworld.documents import PAPER, PATENT, Documents, draw_documents, draw_later
from sampleworld.figures import Quota, over_countries, quotas, reference_rows
from sampleworld.listings import Listing, Lot, draw_lots, listings
from sampleworld.names import dictionary
from sampleworld.oddities import national_phase, odd_works, older_version, unplaced_documents
from sampleworld.openalex import WorksWriter, work, work_id
from sampleworld.patstat import PatstatWriter, application_id
from sampleworld.towns import Town, country_names, region_names, world_towns
from sampleworld.truth import Truth

REPOSITORY = Path(__file__).resolve().parent.parent

#: Any number does; a world of another seed is as good.
SEED = 2023

#: Documents in ten thousand on which nobody's place can be told.
_UNPLACED = 60


@dataclass(frozen=True)
class World:
    """All that the files and the truth are written from."""

    documents: Documents
    later: Documents  #: of the years that only later editions read; numbered after all others
    lots: tuple[Lot, Lot]  #: of the persons of both
    towns: list[Town]  #: over all groups, as `documents.town` numbers them
    writer: Writer
    cluster_of: dict[int, str]  #: published cluster by the identity of its town
    rng: Generator

    @property
    def first_later(self) -> int:
        """Number of the first of the later documents: beyond those of the earlier years and the odd ones."""
        return 3 * len(self.documents.year)

    def years(self) -> dict[int, int]:
        """Year by document."""
        return dict(enumerate(self.documents.year.tolist())) | dict(enumerate(self.later.year.tolist(), self.first_later))

    def listings(self, kind: int) -> Iterator[list[Listing]]:
        """Those of a kind, document by document, the later years at the end."""
        for documents, lots, first in zip((self.documents, self.later), self.lots, (0, self.first_later), strict=True):
            yield from listings(documents, self.towns, self.writer, lots, kind, first)


def main(arguments: list[str] | None = None) -> None:
    """Parse the command line and write the world."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=int, default=200, help="one document stands for so many of a real release (default 200)")
    parser.add_argument("--home", type=Path, default=REPOSITORY / "build" / "sample", help="folder to write (default build/sample)")
    parser.add_argument("--packages", type=Path, default=REPOSITORY / "build" / "gazetteer" / "packages", help="folder of the gazetteer packages")
    chosen = parser.parse_args(arguments)
    print(json.dumps(write_world(chosen.scale, chosen.home, chosen.packages, REPOSITORY / "conf" / "reference")))


def write_world(scale: int, home: Path, packages: Path, reference: Path) -> dict[str, int]:
    """Write the world of a scale under `home`, in place of one that is there; returns counts, which also stand in truth/world.json."""
    gc.disable()  # a million small objects, none of them in a cycle: looking for garbage would take a third of the time
    published, background = (reference_rows(reference / name) for name in ("published_gii_2023.tsv", "sample_background.tsv"))
    clusters, further, others = world_towns(packages, reference)
    found, rest = quotas(published, background, scale)
    groups = [*clusters, *further, *others]
    rng = np.random.Generator(np.random.PCG64(SEED))
    weights = [sum(town.weight for town in towns) for towns in others]
    all_quotas = [*found, *over_countries(rest, weights)]
    documents = draw_documents(all_quotas, groups, rng)
    later_rng = np.random.Generator(np.random.PCG64(SEED + 1))  # of their own, so that the earlier years stay as they are
    later = draw_later(all_quotas, groups, later_rng)
    world = World(
        documents=documents,
        later=later,
        lots=(draw_lots(len(documents.town), rng), draw_lots(len(later.town), later_rng)),
        towns=[town for group in groups for town in group],
        writer=Writer(country_names(packages), region_names(packages)),
        cluster_of={id(town): row["cluster"] for row, towns in zip(published, clusters, strict=True) for town in towns},
        rng=rng,
    )
    for name in ("openalex", "patstat", "deals", "areas", "truth"):
        shutil.rmtree(home / name, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    (home / "given_names.csv").write_text(dictionary(), encoding="utf-8")
    truth = Truth()
    counts = {"scale": scale} | _write_papers(home, world, truth) | _write_patents(home, world, truth)
    counts["deals"] = _write_deals(home, all_quotas, groups, scale, world, truth)
    counts |= write_areas(home, {row["cluster"]: towns for row, towns in zip(published, clusters, strict=True)})
    counts["listings"] = truth.write(home / "truth" / "listings.parquet")
    (home / "truth" / "world.json").write_text(json.dumps(counts) + "\n")
    return counts


def _write_papers(home: Path, world: World, truth: Truth) -> dict[str, int]:
    works = WorksWriter(home / "openalex")
    years = world.years()
    first_free = len(world.documents.year)
    unplaced = unplaced_documents(first_free, 1 + first_free * _UNPLACED // 10_000, world.towns, world.writer, world.rng)
    count, persons = 0, list[Listing]()
    for count, persons in enumerate(chain(world.listings(PAPER), unplaced), start=1):
        document = persons[0].document
        works.add(document, work(document, years.get(document, 2020), persons))
        if count % 5000 == 0 and len(persons) > 1:
            older_version(works, document, years.get(document, 2020), persons)
        for listing in persons:
            truth.add(f"openalex:{work_id(document)}", "paper", years.get(document, 2020), listing, world.cluster_of.get(id(listing.town)))
    odd_works(works, 2 * first_free, 2020, persons)
    return {"papers": count, "lines": works.write()}


def _write_patents(home: Path, world: World, truth: Truth) -> dict[str, int]:
    tables = PatstatWriter()
    years = world.years()
    for persons in world.listings(PATENT):
        document = persons[0].document
        words = [world.writer.country(listing.town.country_code, listing.number) for listing in persons]
        tables.application(document, years[document], persons, words)
        national_phase(tables, document, years[document], persons)
        for listing in persons:
            truth.add(f"patstat:{application_id(document)}", "patent", years[document], listing, world.cluster_of.get(id(listing.town)))
    patents = sum(int((documents.kind == PATENT).sum()) for documents in (world.documents, world.later))
    return {"patents": patents, "rows": tables.write(home / "patstat")}


def _write_deals(home: Path, all_quotas: list[Quota], groups: list[list[Town]], scale: int, world: World, truth: Truth) -> int:
    drawn = deals(all_quotas, groups, scale, world.writer)
    for deal in drawn:
        truth.add(f"deals:{deal_id(deal)}", "deal", deal.year, deal.company, world.cluster_of.get(id(deal.company.town)))
    return write_deals(home / "deals", drawn)


if __name__ == "__main__":
    main()

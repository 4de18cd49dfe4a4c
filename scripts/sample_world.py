"""Write the sample world: synthetic papers and patents in their real formats, and the truth about them.

    python scripts/sample_world.py --scale 200 --home build/sample

writes openalex/works/…, patstat/…csv and truth/listings.parquet under the home folder. The same scale gives the same bytes.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY / "lib"), str(REPOSITORY / "scripts")]

from sampleworld.dirt import Writer  # noqa: E402
from sampleworld.documents import PAPER, PATENT, Documents, draw_documents  # noqa: E402
from sampleworld.figures import over_countries, quotas, reference_rows  # noqa: E402
from sampleworld.listings import Listing, draw_lots, listings  # noqa: E402
from sampleworld.oddities import national_phase, odd_works, older_version  # noqa: E402
from sampleworld.openalex import WorksWriter, work, work_id  # noqa: E402
from sampleworld.patstat import PatstatWriter, application_id  # noqa: E402
from sampleworld.towns import Town, country_names, region_names, world_towns  # noqa: E402
from sampleworld.truth import Truth  # noqa: E402

#: Any number does; a world of another seed is as good.
SEED = 2023

#: Documents in ten thousand on which nobody's place can be told.
_UNPLACED = 60


def main(arguments: list[str] | None = None) -> None:
    """Parse the command line and write the world."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--scale",
        type=int,
        default=200,
        help="one document stands for so many of a real release (default 200)",
    )
    parser.add_argument(
        "--home",
        type=Path,
        default=REPOSITORY / "build" / "sample",
        help="folder to write (default build/sample)",
    )
    parser.add_argument(
        "--packages",
        type=Path,
        default=REPOSITORY / "build" / "gazetteer" / "packages",
        help="folder of the gazetteer packages",
    )
    chosen = parser.parse_args(arguments)
    print(
        json.dumps(
            write_world(
                chosen.scale,
                chosen.home,
                chosen.packages,
                REPOSITORY / "conf" / "reference",
            )
        )
    )


def write_world(
    scale: int, home: Path, packages: Path, reference: Path
) -> dict[str, int]:
    """Write the world of a scale under `home`, in place of one that is there; returns counts, which also stand in truth/world.json."""
    published, background = (
        reference_rows(reference / name)
        for name in ("published_gii_2023.tsv", "sample_background.tsv")
    )
    clusters, further, others = world_towns(packages, reference)
    found, rest = quotas(published, background, scale)
    weights = [sum(town.weight for town in towns) for towns in others]
    groups = [*clusters, *further, *others]
    rng = np.random.Generator(np.random.PCG64(SEED))
    documents = draw_documents([*found, *over_countries(rest, weights)], groups, rng)
    lots = draw_lots(len(documents.town), rng)
    cluster_of = {
        id(town): row["cluster"]
        for row, towns in zip(published, clusters, strict=True)
        for town in towns
    }
    towns = [town for group in groups for town in group]
    writer = Writer(country_names(packages), region_names(packages))
    for name in ("openalex", "patstat", "truth"):
        shutil.rmtree(home / name, ignore_errors=True)
    truth = Truth()
    papers = listings(documents, towns, writer, lots, PAPER)
    patents = listings(documents, towns, writer, lots, PATENT)
    counts = {
        "scale": scale,
        **_write_papers(home, documents, papers, truth, cluster_of),
        **_write_patents(home, documents, patents, truth, cluster_of, writer),
    }
    counts["listings"] = truth.write(home / "truth" / "listings.parquet")
    (home / "truth" / "world.json").write_text(json.dumps(counts) + "\n")
    return counts


def _write_papers(
    home: Path,
    documents: Documents,
    papers: object,
    truth: Truth,
    cluster_of: dict[int, str],
) -> dict[str, int]:
    works, count = WorksWriter(home / "openalex"), 0
    years = documents.year.tolist()
    persons: list[Listing] = []
    for persons in papers:  # type: ignore[attr-defined]
        document = persons[0].document
        works.add(document, work(document, years[document], persons))
        if document % 5003 == 0 and len(persons) > 1:
            older_version(works, document, years[document], persons)
        for listing in persons:
            truth.add(
                f"openalex:{work_id(document)}",
                listing,
                cluster_of.get(id(listing.town)),
            )
        count += 1
    odd_works(works, len(years), 2020, persons)
    return {"papers": count, "lines": works.write()}


def _write_patents(
    home: Path,
    documents: Documents,
    patents: object,
    truth: Truth,
    cluster_of: dict[int, str],
    writer: Writer,
) -> dict[str, int]:
    tables, count = PatstatWriter(), 0
    years = documents.year.tolist()
    for persons in patents:  # type: ignore[attr-defined]
        document = persons[0].document
        words = [
            writer.country(listing.town.country_code, listing.number)
            for listing in persons
        ]
        tables.application(document, years[document], persons, words)
        national_phase(tables, document, years[document], persons)
        for listing in persons:
            truth.add(
                f"patstat:{application_id(document)}",
                listing,
                cluster_of.get(id(listing.town)),
            )
        count += 1
    return {"patents": count, "rows": tables.write(home / "patstat")}


if __name__ == "__main__":
    main()

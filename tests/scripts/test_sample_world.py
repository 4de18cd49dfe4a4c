"""A small world, written as the real one is: its bytes, its formats, and the ranking that its truth holds."""

import csv
import gzip
import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sample_world
from sampleworld.figures import reference_rows
from sampleworld.patstat import COLUMNS
from sklearn.cluster import DBSCAN

from innoatlas.areas.reading import read_areas

SCALE = 2000


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, packages: Path, reference: Path) -> Path:
    folder = tmp_path_factory.mktemp("world")
    sample_world.write_world(SCALE, folder, packages, reference)
    return folder


@pytest.fixture(scope="module")
def truth(home: Path) -> pd.DataFrame:
    return pd.read_parquet(home / "truth" / "listings.parquet")


def _works(home: Path) -> tuple[list[dict[str, object]], list[str]]:
    works, broken = [], []
    for path in sorted((home / "openalex" / "works").glob("updated_date=*/part_*.gz")):
        for line in gzip.decompress(path.read_bytes()).decode().splitlines():
            try:
                works.append(json.loads(line) | {"updated_date": path.parent.name[-10:]})
            except json.JSONDecodeError:
                broken.append(line)
    return works, broken


def _table(home: Path, name: str) -> list[dict[str, str]]:
    rows = []
    for path in sorted((home / "patstat").glob(f"{name}_part*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    return rows


def test_the_same_scale_gives_the_same_bytes(home: Path, tmp_path: Path, packages: Path, reference: Path) -> None:
    sample_world.write_world(SCALE, tmp_path, packages, reference)
    digests = [
        {path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()} for folder in (home, tmp_path)
    ]
    assert len(digests[0]) > 15
    assert digests[0] == digests[1]


def test_sites_and_regions_are_files_that_the_pipeline_reads(home: Path) -> None:
    sites, regions = (read_areas(home / "areas" / name, layer) for name, layer in (("sites.csv", "site"), ("regions.geojson", "region")))
    assert {site.kind for site in sites} == {"science park", "cluster organisation"}
    ring, pacific = ({region.given_id: region for region in regions}[name] for name in ("R-ring", "R-pacific"))
    assert [len(rings) for rings in ring.polygons] == [2], "a hole"
    assert [len(rings) for rings in pacific.polygons] == [1, 1], "cut at the 180th meridian"
    counts = json.loads((home / "truth" / "world.json").read_text())
    assert (counts["sites"], counts["regions"]) == (len(sites), len(regions))


def test_papers_are_works_of_the_snapshot_and_match_the_truth(home: Path, truth: pd.DataFrame) -> None:
    works, broken = _works(home)
    assert len(broken) == 2
    latest = {work["id"]: work for work in sorted(works, key=lambda work: str(work["updated_date"]))}
    papers = truth[truth["document_id"].str.startswith("openalex:")]
    for document_id, rows in list(papers.groupby("document_id"))[::50]:
        work = latest["https://openalex.org/" + document_id.split(":")[1]]
        authorships = work["authorships"]
        assert len(authorships) == rows["person_position"].nunique()
        for row in rows.itertuples():
            affiliations = authorships[row.person_position - 1]["affiliations"]
            assert len(affiliations) >= row.address_position
            assert bool(affiliations) == (row.address_position > 0)


def test_what_must_not_count_is_there(home: Path) -> None:
    works, _ = _works(home)
    assert any(not work["authorships"] for work in works)
    assert any(work["is_xpac"] for work in works)
    assert any(work["is_retracted"] for work in works)
    assert any(row["appln_kind"] == "A" and int(row["internat_appln_id"]) > 0 for row in _table(home, "tls201_appln"))
    assert {row["person_ctry_code"] for row in _table(home, "tls206_person")} & {"--", "..", "@@", ":W", "75"}


def test_patents_are_patstat_tables_that_join(home: Path, truth: pd.DataFrame) -> None:
    tables = {name: _table(home, name) for name in COLUMNS}
    assert all(tuple(rows[0]) == COLUMNS[name] for name, rows in tables.items())
    raw = (home / "patstat" / "tls206_person_part01.csv").read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n") > 1
    persons = {row["person_id"]: row for row in tables["tls206_person"]}
    published = {row["appln_id"] for row in tables["tls201_appln"] if row["appln_kind"] == "W"}
    inventors = [row for row in tables["tls207_pers_appln"] if row["invt_seq_nr"] != "0" and row["appln_id"] in published]
    patents = truth[truth["document_id"].str.startswith("patstat:")]
    assert {(f"patstat:{row['appln_id']}", int(row["invt_seq_nr"])) for row in inventors} == set(
        patents[["document_id", "person_position"]].itertuples(index=False, name=None)
    )
    elsewhere = {row["person_id"] for row in tables["tls226_person_orig"] if row["address_freeform"] or row["address_1"] or row["city"]}
    placed = [row for row in inventors if persons[row["person_id"]]["person_address"] or row["person_id"] in elsewhere]
    assert 0.95 < len(placed) / len(inventors) < 1


def test_deals_are_companies_of_the_neutral_contract_and_match_the_truth(home: Path, truth: pd.DataFrame) -> None:
    documents, listings = (pd.read_csv(home / "deals" / f"{name}.csv", keep_default_na=False) for name in ("documents", "listings"))
    assert set(documents["kind"]) == {"deal"}
    assert set(documents["year"]) == set(range(2018, 2025))
    assert listings["document_id"].tolist() == documents["document_id"].tolist()
    assert ((listings["address_text"] != "") | (listings["city"] != "")).all()
    told = truth[truth["kind"] == "deal"]
    assert set(told["document_id"]) == {f"deals:{name}" for name in documents["document_id"]}
    assert told["cluster"].notna().mean() > 0.4


def test_the_years_after_the_windows_of_2023_are_there_and_make_the_world_a_tenth_larger(truth: pd.DataFrame) -> None:
    papers, patents = (truth[truth["kind"] == kind] for kind in ("paper", "patent"))
    assert (papers["year"].min(), papers["year"].max(), patents["year"].min(), patents["year"].max()) == (2016, 2023, 2017, 2024)
    later = (papers["year"] > 2021).sum() + (patents["year"] > 2022).sum()
    assert later / len(truth) < 0.12


def test_most_listings_can_be_located_and_each_document_of_a_cluster_by_its_first_person(truth: pd.DataFrame) -> None:
    assert 0.93 < truth["locatable"].mean() < 0.97
    first = truth[(truth["person_position"] == 1) & truth["cluster"].notna() & (truth["style"] != "none")]
    firsts_of_documents_with_a_place = first[first["document_id"].isin(truth.loc[truth["locatable"], "document_id"])]
    assert firsts_of_documents_with_a_place["locatable"].all()


def _clusters_by_score(listings: pd.DataFrame, years: dict[str, int]) -> list[str]:
    """Names of the published clusters in the order of the ranking that scikit-learn's DBSCAN and plain counting give; others are left out."""
    window = {"o": (2017, 2021), "p": (2018, 2022)}
    listings = listings[listings["kind"] != "deal"]
    listings = listings[[window[name[0]][0] <= years[name] <= window[name[0]][1] for name in listings["document_id"]]]
    listings = listings.drop_duplicates(["document_id", "person_position"])
    points = listings.groupby(["lat", "lon"]).size().reset_index(name="weight")
    found = DBSCAN(eps=15 / 6371.0088, min_samples=max(3, -(-4500 // SCALE)), metric="haversine", algorithm="ball_tree").fit(
        np.radians(points[["lat", "lon"]]), sample_weight=points["weight"]
    )
    points["label"] = found.labels_
    listings = listings.merge(points, on=["lat", "lon"])
    listings["share"] = 1 / listings.groupby("document_id")["person_position"].transform("size")
    listings["kind"] = listings["document_id"].str[0]
    listings["share"] /= listings.groupby("kind")["share"].transform("sum")
    clustered = listings[listings["label"] >= 0]
    order = clustered.groupby("label")["share"].sum().sort_values(ascending=False).index[:34]
    names = clustered[clustered["label"].isin(order)].groupby("label")["cluster"].agg(lambda names: "/".join(sorted({str(name) for name in names})))
    return [names[label] for label in order]


@pytest.mark.parametrize("lost_percent", [0, 3])
def test_the_truth_ranks_as_published_even_when_addresses_are_lost(home: Path, truth: pd.DataFrame, reference: Path, lost_percent: int) -> None:
    works, _ = _works(home)
    years = {"openalex:" + str(work["id"]).rsplit("/", 1)[1]: int(str(work["publication_year"] or 0).replace("None", "0")) for work in works}
    years |= {f"patstat:{row['appln_id']}": int(row["earliest_publn_year"]) for row in _table(home, "tls201_appln")}
    kept = truth[truth["locatable"]]
    # Others than a document's first person; the digest of the row is the die.
    die = pd.util.hash_pandas_object(kept[["document_id", "person_position", "address_position"]], index=False) % 100
    kept = kept[(die >= lost_percent) | (kept["person_position"] == 1)]
    assert _clusters_by_score(kept, years) == [row["cluster"] for row in reference_rows(reference / "published_gii_2023.tsv")]


def test_some_authors_move_in_the_middle_of_the_window_and_bear_names_of_the_dictionary(home: Path) -> None:
    works, _ = _works(home)
    seen: dict[str, dict[bool, set[str]]] = {}
    known = {line.split(",")[0] for line in (home / "given_names.csv").read_text("utf-8").splitlines()[1:]}
    for work in (work for work in works if work["publication_year"]):
        for authorship in work["authorships"]:  # type: ignore[attr-defined]
            places = seen.setdefault(authorship["author"]["id"], {False: set(), True: set()})
            places[work["publication_year"] >= 2019].update(authorship["countries"])  # type: ignore[operator]
            assert authorship["author"]["display_name"].split()[0] in known
    both = [places for places in seen.values() if places[False] and places[True]]
    moved = [places for places in both if not places[False] & places[True]]
    assert 0 < len(moved) < len(both) / 5

"""Real collections in the neutral contract: small files in their formats, and the collections themselves where they are."""

import gzip
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from real_input import COLLECTIONS, bibliographies, papers_by_organisation, patents, write

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def test_linked_authors_keep_their_own_addresses_and_the_others_none(tmp_path: Path) -> None:
    addresses = [{"authors": ["ITO, A", "DOE, B"], "address": "KYOTO, JAPAN"}, {"authors": ["ITO, A"], "address": "PARIS, FRANCE"}]
    record = {"source": "s", "format": "wos", "record": "1", "year": 2015, "n_authors": 3, "addresses": addresses}
    (tmp_path / "docs.jsonl").write_text(json.dumps(record) + "\n")
    (document,) = bibliographies(tmp_path)
    assert (document.document_id, document.kind, document.year) == ("s/1", "paper", 2015)
    assert [[address["address_text"] for address in person] for person in document.persons] == [["KYOTO, JAPAN", "PARIS, FRANCE"], ["KYOTO, JAPAN"], []]


def test_addresses_without_authors_share_the_document_equally(tmp_path: Path) -> None:
    addresses = [{"authors": None, "address": text} for text in ("KYOTO", "PARIS", "KYOTO")]
    record = {"source": "s", "format": "ieee", "record": "1", "year": 2015, "n_authors": 9, "addresses": addresses}
    (tmp_path / "docs.jsonl").write_text(json.dumps(record) + "\n")
    assert [document.persons for document in bibliographies(tmp_path)] == [[[{"address_text": "KYOTO"}], [{"address_text": "PARIS"}]]]


def test_inventors_are_the_persons_of_a_patent(tmp_path: Path) -> None:
    lines = ["publication\tpub_date\trole\tseq\tcity\tstate\tcountry\tpostcode", "1B2\t20050104\tassignee\t\tKobe\t\tJP\t"]
    lines += ["1B2\t20050104\tinventor\t001\tKyoto\t\tJP\t", "1B2\t20050104\tinventor\t002\tBoston\tMA\tUS\t02139"]
    (tmp_path / "dev.tsv").write_text("\n".join(lines) + "\n")
    (document,) = patents(tmp_path)
    assert document.year == 2005
    assert [address["city"] for person in document.persons for address in person] == ["Kyoto", "Boston"]


def test_an_organisation_is_placed_where_ror_knows_its_grid_id(tmp_path: Path) -> None:
    place = [{"geonames_details": {"name": "Nairobi", "country_code": "KE"}}]
    second = {"id": "https://ror.org/02y9nww90", "names": [{"types": ["ror_display"], "value": "University of Nairobi"}], "locations": place}
    second["external_ids"] = [{"type": "grid", "all": ["grid.1.1"]}]
    first = {"id": "https://ror.org/000050t83", "name": "ENRI", "addresses": [{"city": "Tokyo"}], "country": {"country_code": "JP"}}
    first["external_ids"] = {"GRID": {"preferred": "grid.2.2", "all": "grid.2.2"}, "ISNI": {"all": ["0"]}}
    (tmp_path / "reference" / "ror").mkdir(parents=True)
    for name, record in (("v1", first), ("v2", second)):
        (tmp_path / "reference" / "ror" / f"{name}.json.gz").write_bytes(gzip.compress(json.dumps([record]).encode()))
    (tmp_path / "bulk").mkdir()
    rows = "paper_id\tauthor_id\tgrid_id\n1\t7\tgrid.1.1\n1\t7\tgrid.2.2\n1\t8\tgrid.9.9\n"
    (tmp_path / "bulk" / "paper_author_org.tsv.gz").write_bytes(gzip.compress(rows.encode()))
    (document,) = papers_by_organisation(tmp_path / "bulk")
    found = [[(address["organisation_id"], address["city"], address["country"]) for address in person] for person in document.persons]
    assert found == [[("02y9nww90", "Nairobi", "KE"), ("000050t83", "Tokyo", "JP")], []]


@pytest.mark.parametrize("name", sorted(COLLECTIONS))
def test_each_collection_keeps_every_document_and_person(name: str, tmp_path: Path) -> None:
    if not (DATA / name).is_dir():
        pytest.skip(f"{name} is absent: nothing at ../shared/data/{name}")
    read = list(COLLECTIONS[name](DATA / name))
    documents, listings = write(read, tmp_path)
    assert documents == len({document.document_id for document in read}) > 100
    table = pq.read_table(tmp_path / "listings.parquet")
    assert listings == table.num_rows
    assert table.group_by(["document_id", "person_position"]).aggregate([]).num_rows == sum(len(document.persons) for document in read)

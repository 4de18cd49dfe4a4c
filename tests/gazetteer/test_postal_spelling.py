"""What is read from a postal file's place name."""

import pyarrow as pa
import pytest

from innoatlas.gazetteer.postal import POSTAL, postal_rows
from innoatlas.gazetteer.postal_spelling import RULES, entries, spelt

#: (why, country, as written, as read)
SPELT = [
    ("distribution offices", "FR", "Orsay Cedex 5", "Orsay"),
    ("brackets, also unclosed ones", "UA", "Ракове (Новогригорівська", "Ракове"),
    ("the article that was put last", "ES", "Planes, Les (Partida)", "Les Planes"),
    ("what a comma adds", "AT", "Wien, Donaustadt", "Wien"),
    ("post offices", "PK", "Gujar Khan Gpo", "Gujar Khan"),
    ("special services", "CH", "St. Gallen Sonderdienste", "St. Gallen"),
    ("sorting centres", "RU", "Москва-Гцмпп 544", "Москва"),
    ("numbered districts", "RO", "Bucureşti 77", "Bucureşti"),
    ("numbered districts", "CZ", "Praha 10-Vinohrady", "Praha"),
    ("numbered districts", "IS", "Reykjavík - 9", "Reykjavík"),
    ("numbered districts", "AR", "LANUS ESTAFETA No.2", "Lanus Estafeta"),
    ("none: another country's article", "DE", "Planes, Les", "Planes"),
    ("none", "DE", "Halle (Saale)", "Halle"),
    ("none", "FR", "Gif-sur-Yvette", "Gif-sur-Yvette"),
    ("none: short capitals", "NO", "ÅL", "ÅL"),
]


@pytest.mark.parametrize(("why", "country", "written", "read"), SPELT)
def test_a_postal_name_is_read_without_what_is_no_name(why: str, country: str, written: str, read: str) -> None:
    assert spelt(pa.array([written]), pa.array([country])).to_pylist() == [read]


def test_every_rule_has_a_line_in_the_table() -> None:
    assert {rule.why for rule in RULES} <= {why for why, *_ in SPELT}


def rows(*given: tuple[str, str, str, float]) -> pa.Table:
    columns = [*zip(*given, strict=True)]
    table = pa.table({"country_code": columns[0], "code": columns[1], "name": columns[2], "state": [""] * len(given), "accuracy": columns[3]})
    return postal_rows(table.append_column("lat", pa.array([50.0] * len(given))).append_column("lon", pa.array([8.0] * len(given))).select(POSTAL.names))


@pytest.mark.parametrize(
    ("country", "name", "expected"),
    [
        ("BG", "Леново / Lenovo", [("Леново", "Lenovo")]),
        ("ES", "Elx/Elche", [("Elx", "Elche")]),
        ("KR", "용인시 수지구", [("용인시 수지구", ""), ("용인시", "")]),
        ("KR", "서구", [("서구", "")]),
        ("AR", "25 de Mayo", [("25 de Mayo", "")]),
        ("JP", "Kita3-Jonishi", []),
        ("SG", "Jurong West Street 73", [("Singapore", "")]),
        ("US", "APO AE", []),
    ],
)
def test_a_row_gives_the_names_of_places_in_it(country: str, name: str, expected: list[tuple[str, str]]) -> None:
    read = entries(rows((country, "1", name, 4.0)))
    assert list(zip(read["name"].to_pylist(), read["alias"].to_pylist(), strict=True)) == expected


def test_a_german_code_without_any_graded_row_names_a_customer_and_no_place() -> None:
    read = entries(
        rows(("DE", "69189", "SAP AG Walldorf", 0.0), ("DE", "70599", "Stuttgart Asemwald", 0.0), ("DE", "70599", "Stuttgart", 4.0), ("FR", "1", "Lyon", 0.0))
    )
    assert read["name"].to_pylist() == ["Stuttgart Asemwald", "Stuttgart", "Lyon"]


def test_codes_of_crown_dependencies_are_theirs() -> None:
    assert rows(("GB", "JE4", "Jersey", 0.0), ("GB", "GY2", "Delancey", 3.0), ("GB", "G12", "Glasgow", 4.0))["country_code"].to_pylist() == ["JE", "GG", "GB"]

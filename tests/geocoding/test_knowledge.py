"""What people know about addresses: the tables of conf/reference keep their form, and say what an expert expects."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innoatlas.errors import SettingsError
from innoatlas.geocoding.knowledge import Knowledge, PostcodeShape, read_knowledge
from innoatlas.text.fold import compact
from innoatlas.text.reference import read_table

REFERENCE = Path(__file__).parents[2] / "conf" / "reference"


@dataclass(frozen=True)
class Fruit:
    name: str
    kind: Literal["stone", "berry"]
    country_codes: tuple[str, ...]
    sweet: bool


def folded(names: list[str]) -> list[str]:
    return compact(pa.array(names, pa.string())).to_pylist()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read_knowledge(REFERENCE)


def table(folder: Path, *lines: str) -> Path:
    path = folder / "fruits.tsv"
    path.write_text("\n".join(("# Fruits.", "name\tkind\tcountry_codes\tsweet", *lines)) + "\n", encoding="utf-8")
    return path


# ---------------------------------------------------------------- the form


def test_rows_become_instances_with_typed_fields(tmp_path: Path) -> None:
    path = table(tmp_path, "peach\tstone\tCN|IT\tyes", "sloe\tstone\tGB\tno")
    assert read_table(path, Fruit) == (Fruit("peach", "stone", ("CN", "IT"), True), Fruit("sloe", "stone", ("GB",), False))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("peach\tstone\tCN", "expected 4 cells"),
        ("peach\tstone\tCN\tyes\t", "expected 4 cells"),
        ("peach\tnut\tCN\tyes", "column kind: expected one of stone, berry, found 'nut'"),
        ("peach\tstone\tcn\tyes", "column country_codes"),
        ("peach\tstone\tCN\ttrue", "column sweet: expected one of yes, no"),
        ("\tstone\tCN\tyes", "column name: expected some text"),
        (" peach\tstone\tCN\tyes", "no space around"),
        ("sloe\tstone\tGB\tno", "the same row stands in line 3"),
        ("", "expected 4 cells"),
    ],
)
def test_a_malformed_row_is_refused_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    path = table(tmp_path, "sloe\tstone\tGB\tno", line, "plum\tstone\tDE\tyes")
    with pytest.raises(SettingsError, match=re.escape(f"{path}:4: ") + ".*" + re.escape(said)):
        read_table(path, Fruit)


def test_a_table_without_a_comment_header_or_row_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fruits.tsv"
    for text, said in (("", ":1: expected a comment"), ("# Fruits.\nname\tkind\n", ":2: expected the header"), ("name\tkind\n", ":1:")):
        path.write_text(text)
        with pytest.raises(SettingsError, match=said):
            read_table(path, Fruit)
    with pytest.raises(SettingsError, match="no row"):
        read_table(table(tmp_path), Fruit)
    with pytest.raises(SettingsError, match="cannot be read"):
        read_table(tmp_path / "absent.tsv", Fruit)


@pytest.mark.parametrize("name", sorted(Knowledge.__dataclass_fields__))
def test_the_rows_of_every_table_are_sorted(name: str) -> None:
    rows = [tuple(line.split("\t")) for line in (REFERENCE / f"{name}.tsv").read_text("utf-8").splitlines()[2:]]
    assert rows == sorted(rows)


# ---------------------------------------------------------------- no table contradicts itself


def test_a_spelling_means_one_country(knowledge: Knowledge) -> None:
    keys = folded([row.spelling for row in knowledge.country_spellings])
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_a_historic_country_begins_with_what_its_spelling_means_today(knowledge: Knowledge) -> None:
    today = dict(zip(folded([row.spelling for row in knowledge.country_spellings]), knowledge.country_spellings, strict=True))
    historic = zip(folded([row.spelling for row in knowledge.historic_countries]), knowledge.historic_countries, strict=True)
    both = [(today[key].country_code, row.country_codes[0]) for key, row in historic if key in today]
    assert [pair for pair in both if pair[0] != pair[1]] == []


def test_a_region_spelling_means_one_region_of_its_country(knowledge: Knowledge) -> None:
    rows = knowledge.region_spellings
    keys = list(zip([row.country_code for row in rows], folded([row.spelling for row in rows]), strict=True))
    assert len(set(keys)) == len(keys)


def test_region_codes_lie_in_one_another(knowledge: Knowledge) -> None:
    for row in knowledge.region_spellings:
        assert row.admin1_code.startswith(f"{row.country_code}.")
        assert not row.admin2_code or row.admin2_code.startswith(f"{row.admin1_code}.")


def test_words_are_listed_once(knowledge: Knowledge) -> None:
    for names in ([row.word for row in knowledge.organisation_words], [row.name for row in knowledge.not_places]):
        keys = folded(names)
        assert all(keys)
        assert len(set(keys)) == len(keys)


# ---------------------------------------------------------------- what an expert expects


@pytest.mark.parametrize(
    ("spelling", "country_code"),
    [
        ("PEOPLES R CHINA", "CN"), ("People’s Republic of China", "CN"), ("P.R. China", "CN"), ("R.O.C.", "TW"), ("Taiwan, Province of China", "TW"),
        ("ENGLAND", "GB"), ("NORTH IRELAND", "GB"), ("Hong Kong, China", "HK"), ("HKSAR", "HK"), ("Macao SAR", "MO"), ("SOUTH KOREA", "KR"),
        ("Korea", "KR"), ("U ARAB EMIRATES", "AE"), ("BOSNIA & HERCEG", "BA"), ("TRINID & TOBAGO", "TT"), ("DEM REP CONGO", "CD"),
        ("REP OF GEORGIA", "GE"), ("COTE IVOIRE", "CI"), ("West Bank", "PS"), ("Puerto Rico", "PR"), ("Kosovo", "XK"), ("Réunion", "RE"),
        ("JPX", "JP"), ("DEX", "DE"), ("GBX", "GB"), ("GB2", "GB"), ("NLX", "NL"), ("Deutschland", "DE"), ("Ελλάδα", "GR"), ("مصر", "EG"),
        ("ایران", "IR"), ("ישראל", "IL"), ("Україна", "UA"), ("대한민국", "KR"), ("中国", "CN"), ("日本", "JP"), ("Holland", "NL"), ("Türkiye", "TR"),
        ("Columbia", "ZZ"), ("Kochi", "ZZ"), ("Salvador", "ZZ"),
    ],
)  # fmt: skip
def test_spellings_of_countries(knowledge: Knowledge, spelling: str, country_code: str) -> None:
    known = dict(zip(folded([row.spelling for row in knowledge.country_spellings]), knowledge.country_spellings, strict=True))
    assert known[folded([spelling])[0]].country_code == country_code


@pytest.mark.parametrize(
    ("country_code", "spelling", "code"),
    [
        ("US", "Calif", "US.CA"), ("US", "D.C.", "US.DC"), ("CA", "Qué", "CA.10"), ("CA", "B.C.", "CA.02"), ("AU", "NSW", "AU.02"), ("CN", "Szechwan", "CN.32"),
        ("CN", "江苏省", "CN.04"), ("CN", "Shensi", "CN.26"), ("CN", "Shanxi Province", "CN.24"), ("JP", "Tokyo-to", "JP.40"), ("JP", "Osaka-fu", "JP.32"),
        ("JP", "北海道", "JP.12"), ("JP", "Kanagawa-ken", "JP.19"), ("KR", "Kyonggi-do", "KR.13"), ("KR", "Jeonnam", "KR.16"), ("KR", "충북", "KR.05"),
        ("IN", "Orissa", "IN.21"), ("IN", "UP", "IN.36"), ("IN", "TN", "IN.25"), ("DE", "NRW", "DE.07"), ("DE", "Bavaria", "DE.02"), ("IT", "MI", "IT.09.MI"),
        ("IT", "Toscana", "IT.16"), ("BR", "RJ", "BR.21"), ("MX", "D.F.", "MX.09"), ("MX", "N.L.", "MX.19"), ("RU", "Moscow Oblast", "RU.47"),
        ("RU", "Московская область", "RU.47"), ("GB", "Cambs", "GB.ENG.C3"), ("GB", "Scotland", "GB.SCT"), ("CH", "VD", "CH.VD"),
        ("TW", "Taipei Hsien", "TW.03.TPQ"), ("NL", "North Brabant", "NL.06"), ("FR", "Alsace", "FR.44"), ("ES", "Euskadi", "ES.59"),
    ],
)  # fmt: skip
def test_spellings_of_regions(knowledge: Knowledge, country_code: str, spelling: str, code: str) -> None:
    rows = [row for row in knowledge.region_spellings if row.country_code == country_code]
    known = dict(zip(folded([row.spelling for row in rows]), rows, strict=True))
    row = known[folded([spelling])[0]]
    assert (row.admin2_code or row.admin1_code) == code


def test_words_that_decide_what_a_segment_is(knowledge: Knowledge) -> None:
    kinds = {row.word: row.kind for row in knowledge.organisation_words}
    expected = {"univ": "university", "dept": "department", "gmbh": "company", "大学": "university", "hosp": "hospital", "of": "particle"}
    assert {word: kinds[word] for word in expected} == expected
    stems = {row.word: row.stem for row in knowledge.organisation_words}
    assert stems["universidad"] == stems["university"] == stems["universität"] == "univ"
    assert stems["ltd"] == "-"
    assert "street" in {row.word for row in knowledge.address_words}
    weights = {row.name: row.weight for row in knowledge.not_places}
    assert (weights["science"], weights["mobile"]) == ("never", "rarely")
    assert "reading" not in weights
    umbrellas = {row.name for row in knowledge.umbrella_organisations}
    assert {"CNRS", "Chinese Academy of Sciences", "University of California", "Siemens"} <= umbrellas
    assert "University of California, Berkeley" not in umbrellas
    matches = {row.phrase: row.match for row in knowledge.null_affiliations}
    assert (matches["affiliation not provided to ssrn"], matches["n/a"]) == ("contains", "whole")


def test_a_word_grown_to_a_street_ends_no_large_town(knowledge: Knowledge) -> None:
    towns = {
        "DE": ("nuremberg", "heidelberg", "magdeburg"),
        "NL": ("amsterdam", "rotterdam"),
        "IN": ("srinagar",),
        "CN": ("taiyuan", "wuhan"),
        "FI": ("lappeenranta",),
    }
    glued = [(row.country_code, row.word) for row in knowledge.address_words if row.position == "suffix" and len(row.word) > 3]
    assert [(code, word) for code, word in glued if any(town.endswith(word) for town in towns.get(code, ()))] == []


# ---------------------------------------------------------------- postal codes


def shape_of(knowledge: Knowledge, country_code: str, code: str) -> PostcodeShape:
    return next(row for row in knowledge.postcode_shapes if row.country_code == country_code and re.fullmatch(row.pattern, code))


@pytest.mark.parametrize(
    ("country_code", "code", "key", "unique"),
    [
        ("JP", "305-8577", "3058577", True), ("GB", "CB2 1TN", "CB2", True), ("GB", "EC1A 1BB", "EC1A", True), ("NL", "5656 AE", "5656", True),
        ("CN", "210093", "2100", False), ("US", "94305-4021", "94305", False), ("CA", "M5S 1A8", "M5S", True), ("SE", "412 96", "41296", False),
        ("PL", "00-927", "00927", True), ("PT", "1049-001", "1049001", True), ("BR", "05508-090", "05508090", True), ("KR", "34141", "34141", False),
        ("KR", "305-701", "", True), ("TW", "10617", "", False), ("IL", "3200003", "", False), ("IR", "14588-89694", "", True),
        ("IN", "560 012", "560012", False), ("RU", "119991", "119991", False),
    ],
)  # fmt: skip
def test_postal_codes(knowledge: Knowledge, country_code: str, code: str, key: str, unique: bool) -> None:
    shape = shape_of(knowledge, country_code, code)
    assert (shape.key(code), shape.unique) == (key, unique)


def test_no_two_countries_call_one_shape_their_own(knowledge: Knowledge) -> None:
    owners: dict[str, set[str]] = {}
    for row in knowledge.postcode_shapes:
        for shape in row.shapes if row.unique else ():
            owners.setdefault(shape, set()).add(row.country_code)
    assert {shape: codes for shape, codes in owners.items() if len(codes) > 1} == {}


@settings(max_examples=50)
@given(st.lists(st.text("9A -", min_size=1, max_size=9), min_size=1, max_size=4), st.data())
def test_a_pattern_takes_every_code_of_its_shapes(shapes: list[str], data: st.DataObject) -> None:
    shape = PostcodeShape("XX", tuple(shapes), "all", False)
    drawn = data.draw(st.sampled_from(shapes))
    code = "".join(data.draw(st.sampled_from("0123456789" if mark == "9" else "ABXYZ" if mark == "A" else mark)) for mark in drawn)
    assert re.fullmatch(shape.pattern, code)
    assert shape.key(code) == re.sub("[ -]", "", code)

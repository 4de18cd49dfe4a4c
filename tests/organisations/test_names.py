"""Spellings of one organisation share a key, those of two do not; what a name says of its kind."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innoatlas.organisations.mentions import organisations_in
from innoatlas.organisations.names import Vocabulary, harmonise
from innoatlas.text.organisation_words import read_legal_forms, read_organisation_words

REFERENCE = Path(__file__).resolve().parents[2] / "conf" / "reference"
VOCABULARY = Vocabulary.build(read_organisation_words(REFERENCE), read_legal_forms(REFERENCE))


def keys(*names: str | None) -> list[str]:
    return list(harmonise(pa.array(names, pa.string()), VOCABULARY).key.to_pylist())


def kinds(*names: str) -> list[str]:
    return list(harmonise(pa.array(names, pa.string()), VOCABULARY).kind.to_pylist())


@pytest.mark.parametrize(
    "spellings",
    [
        ("Siemens Aktiengesellschaft", "SIEMENS AG", "Siemens A.G."),
        ("Univ Tokyo", "The University of Tokyo", "Tokyo University", "UNIVERSITY OF TOKYO"),
        ("Universität Zürich", "Universitat Zurich", "Univ Zurich"),
        ("Huawei Technologies Co., Ltd.", "HUAWEI TECHNOLOGIES CO LTD", "Huawei Technologies"),
        ("株式会社東芝", "東芝"),
        ("Enel S.p.A.", "ENEL SPA"),
        ("Novo Nordisk A/S", "NOVO NORDISK AS", "Novo Nordisk"),
        ("Orlen Sp. z o.o.", "ORLEN SP. Z.O.O.", "ORLEN SPÓŁKA Z OGRANICZONĄ ODPOWIEDZIALNOŚCIĄ"),
        ("Zetor spol. s r.o.", "ZETOR S.R.O.", "Zetor"),
        ("UAB Teltonika", "Teltonika, UAB", "TELTONIKA"),
        ("JSC Gazprom Neft", "GAZPROM NEFT PJSC", "Public Joint Stock Company Gazprom Neft"),
        ("Robert Bosch GmbH", "Bosch Robert GmbH & Co. KG"),
        ("Skeleton Technologies OÜ", "SKELETON TECHNOLOGIES OU"),
        ("Cemex S.A.B. de C.V.", "CEMEX SAB DE CV", "Cemex"),
        ("Ferrero S.r.l. a socio unico", "FERRERO SRL"),
    ],
    ids=lambda names: names[0],
)
def test_spellings_of_one_organisation_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len(set(keys(*spellings))) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("LG Electronics Inc.", "LG Chem Ltd."),  # words of companies tell them apart
        ("University of Tokyo", "University of Kyoto"),
        ("Siemens AG", "Siemens Energy AG"),
        ("Ou Yang Optics", "Yang Optics"),  # Estonia's legal form, but not before a name
        ("UAB Hospital", "Hospital"),  # of the University of Alabama at Birmingham
    ],
    ids=lambda names: names[0],
)
def test_two_organisations_have_two_keys(names: tuple[str, ...]) -> None:
    assert len(set(keys(*names))) == len(names)


def test_a_name_of_nothing_but_forms_keeps_its_words_and_no_name_has_no_key() -> None:
    assert keys("Co Ltd", "", None, "-") == ["co ltd", "", "", ""]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Bosch GmbH", "company"),
        ("Acme Pharmaceuticals", "company"),
        ("University Instruments Ltd", "company"),
        ("株式会社東芝", "company"),
        ("Novo Nordisk A/S", "company"),
        ("UAB Teltonika", "company"),
        ("UAB Hospital", "hospital"),
        ("University of Oslo", "university"),
        ("Harvard Business School", "university"),
        ("Politecnico di Milano", "university"),
        ("北京大学", "university"),
        ("Oslo University Hospital", "hospital"),
        ("Massachusetts General Hospital", "hospital"),
        ("Ministry of Agriculture", "government"),
        ("Fraunhofer", "other"),
    ],
)
def test_a_name_says_its_kind(name: str, kind: str) -> None:
    assert kinds(name) == [kind]


@given(st.lists(st.text(max_size=40), max_size=4))
def test_a_key_is_its_own_key_and_does_not_depend_on_its_neighbours(names: list[str]) -> None:
    together = keys(*names)
    assert together == [key for name in names for key in keys(name)]
    assert all(len(key.split()) == len(set(key.split())) for key in together)


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("Dept Phys, Univ Tokyo, Bunkyo Ku, Tokyo 1130033, Japan", "Univ Tokyo"),
        ("Institute of Physics, University of Basel, Basel, Switzerland", "University of Basel"),
        ("Department of Neurology; Massachusetts General Hospital; Boston, MA", "Massachusetts General Hospital"),
        ("Bosch GmbH, Stuttgart, Germany", "Bosch GmbH"),
        ("School of Medicine, Kyoto, Japan", "School of Medicine"),
        ("12 Main Street, Springfield, USA", None),
        ("", None),
        (None, None),
    ],
)
def test_the_segment_that_names_the_organisation(text: str | None, organisation: str | None) -> None:
    assert organisations_in(pa.array([text], pa.string()), VOCABULARY).to_pylist() == [organisation]


@given(st.lists(st.one_of(st.none(), st.text(max_size=60)), min_size=1, max_size=5))
def test_every_text_has_one_answer_which_stands_in_it(texts: list[str | None]) -> None:
    found = organisations_in(pa.array(texts, pa.string()), VOCABULARY).to_pylist()
    assert len(found) == len(texts)
    assert all(name is None or name in (text or "") for name, text in zip(found, texts, strict=True))

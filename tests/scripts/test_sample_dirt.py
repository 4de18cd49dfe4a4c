"""What is written names the town that is meant, unless it is said not to."""

import numpy as np
import pytest
from sampleworld.dirt import Writer
from sampleworld.names import WORDS, organisation
from sampleworld.towns import Town

WRITER = Writer({"FR": "France", "US": "United States", "JP": "Japan", "SE": "Sweden"}, {"JP.19": "Kanagawa", "CN.30": "Guangdong"})
LYON = Town("Lyon", "FR", "84", 45.75, 4.85, 1.0, postcodes=("69007",), known_in_country=True)
CAMBRIDGE = Town("Cambridge", "US", "MA", 42.37, -71.11, 1.0, postcodes=("02139",))
YOKOHAMA = Town("Yokohama", "JP", "19", 35.43, 139.65, 1.0, native_name="横浜市", districts=("Tsuzuki-ku",), known_in_country=True)
NUMBERS = np.random.Generator(np.random.PCG64(1)).integers(2**62, size=800).tolist()


@pytest.mark.parametrize("town", [LYON, CAMBRIDGE, YOKOHAMA], ids=lambda town: town.name)
def test_a_clear_affiliation_spells_town_and_country(town: Town) -> None:
    for number in NUMBERS:
        text = WRITER.affiliation(town, number, clear=True)
        assert text.locatable
        assert "misspelt" not in text.dirt
        assert town.name.upper() in text.text.upper()
        assert any(word in text.text.upper() for word in ("FRANCE", "USA", "UNITED STATES", "U.S.A.", "JAPAN"))


def test_an_american_town_never_stands_without_its_state() -> None:
    texts = [WRITER.affiliation(CAMBRIDGE, number, clear=False).text for number in NUMBERS]
    texts += [WRITER.address(CAMBRIDGE, number, clear=False).text for number in NUMBERS]
    assert all("MA" in text for text in texts)


def test_every_kind_of_dirt_occurs() -> None:
    towns = [LYON, CAMBRIDGE, YOKOHAMA]
    texts = [WRITER.affiliation(towns[number % 3], number, clear=False) for number in NUMBERS * 4] + [
        WRITER.affiliation(YOKOHAMA, number * 3 + 1, clear=False) for number in NUMBERS
    ]
    styles = {text.style for text in texts}
    assert {"full", "plain", "wos", "upper", "mail", "native", "city_in_organisation", "brackets"} <= styles
    assert {"misspelt", "numbered"} <= {dirt for text in texts for dirt in text.dirt}
    assert any("横浜市" in text.text for text in texts)


def test_a_misspelt_town_keeps_its_first_letters_and_differs() -> None:
    found = [text for number in NUMBERS * 2 if "misspelt" in (text := WRITER.address(YOKOHAMA, number, clear=False)).dirt]
    assert found
    assert all("yo" in text.text.lower() and "yokohama" not in text.text.lower().replace("yokohama-ku", "") for text in found)


def test_an_unlocatable_affiliation_says_no_town() -> None:
    for number in NUMBERS:
        text = WRITER.unlocatable(LYON, number)
        assert not text.locatable
        assert "Lyon" not in text.text


def test_the_same_number_writes_the_same_text() -> None:
    assert WRITER.affiliation(LYON, NUMBERS[0], clear=False) == WRITER.affiliation(LYON, NUMBERS[0], clear=False)


def test_an_organisation_is_named_after_its_own_town_or_none() -> None:
    names = [organisation("Umeå", "SE", number) for number in range(15)]
    assert names[:3] == ["University of Umeå", "Umeå University", "Umeå Medical University"]
    assert sum("Umeå" in name for name in names) == 9
    assert all(name.split()[0] in WORDS for name in names if "Umeå" not in name)

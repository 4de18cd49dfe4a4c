"""Which names the rules make of which."""

import pyarrow as pa
import pytest

from innoatlas.gazetteer.derived import derived_regions, derived_towns, rewritten
from innoatlas.gazetteer.hangul import romanised
from innoatlas.gazetteer.names import folded
from innoatlas.gazetteer.parts import name_table
from innoatlas.gazetteer.rules import REGIONAL, SHORT, SPELT

#: (why, country, name, what the rule makes of it; None when it does not apply)
EXAMPLES = [
    ("brackets dropped: Halle (Saale)", "DE", "Halle (Saale)", "Halle"),
    ("brackets dropped: Halle (Saale)", "IN", "Asarwa [Araba]", "Asarwa"),
    ("what follows a slash dropped: Halle/Saale, Vitoria / Gasteiz", "DE", "Halle/Saale", "Halle"),
    ("what follows a slash dropped: Halle/Saale, Vitoria / Gasteiz", "ID", "Sei / Sungai Asin", None),
    ("what precedes a slash dropped: Donostia / San Sebastián", "ES", "Donostia / San Sebastián", "San Sebastián"),
    ("what follows a comma dropped: Washington, D.C.", "US", "Washington, D.C.", "Washington"),
    ("rivers and heaths: Frankfurt am Main", "DE", "Frankfurt am Main", "Frankfurt"),
    ("rivers and heaths: Frankfurt am Main", "DE", "Neustadt an der Weinstraße", "Neustadt"),
    ("rivers and heaths: Frankfurt am Main", "US", "Frankfurt am Main", None),
    ("rivers: Newcastle upon Tyne", "GB", "Newcastle upon Tyne", "Newcastle"),
    ("rivers: Gif-sur-Yvette", "FR", "Gif-sur-Yvette", "Gif"),
    ("rivers: Ústí nad Labem", "CZ", "Ústí nad Labem", "Ústí"),
    ("rivers: Reggio nell'Emilia", "IT", "Reggio nell'Emilia", "Reggio"),
    ("kinds before the name: City of Bath", "GB", "City of Bath", "Bath"),
    ("kinds before the name: Kota Bandung", "ID", "Kota Bandung", "Bandung"),
    ("kinds before the name: Thành Phố Huế", "VN", "Thành Phố Huế", "Huế"),
    ("kinds before the name: Amphoe Mueang", "TH", "Amphoe Mae Rim", "Mae Rim"),
    ("kinds after the name: Cranberry Township", "US", "Cranberry Township", "Cranberry"),
    ("kinds after the name: Jeju City", "KR", "Jeju City", "Jeju"),
    ("kinds after the name: Jeju City", "US", "Kansas City", None),
    ("kinds after the name: Tsukuba-shi", "JP", "Tsukuba-shi", "Tsukuba"),
    ("kinds after the name: Tsukuba-shi", "JP", "Tsukubashi", None),
    ("kinds after the name: つくば市", "JP", "つくば市", "つくば"),
    ("kinds after the name: Suwon-si", "KR", "Suwon-si", "Suwon"),
    ("kinds after the name: 용인시", "KR", "용인시", "용인"),
    ("kinds after the name: 용인시", "KR", "서구", None),
    ("kinds after the name: Haidian Qu", "CN", "Haidian Qu", "Haidian"),
    ("kinds after the name: 海淀区", "CN", "海淀区", "海淀"),
    ("the word between left out: Weil Stadt, Bergheim Erft", "DE", "Weil der Stadt", "Weil Stadt"),
    ("the word between left out: Weil Stadt, Bergheim Erft", "DE", "Weißenburg in Bayern", None),
    ("the word between left out: Epinay Seine", "FR", "Épinay-sur-Seine", "Épinay Seine"),
    ("the word between left out: Epinay Seine", "FR", "Roissy-en-Brie", "Roissy Brie"),
    ("the word between by its first letter: Ecully s Saône", "FR", "Cenon-sur-Vienne", "Cenon s Vienne"),
    ("the word between left out: Newcastle Tyne", "GB", "Newcastle upon Tyne", "Newcastle Tyne"),
    ("the word between left out: Reggio Emilia", "IT", "Reggio nell'Emilia", "Reggio Emilia"),
    ("the word between left out: Alcala Henares", "ES", "Alcalá de Henares", "Alcalá Henares"),
    ("the word between left out: Usti Labem", "CZ", "Ústí nad Labem", "Ústí Labem"),
    ("the saint left out: Germain de Livet", "FR", "Saint-Germain-de-Livet", "Germain-de-Livet"),
    ("the saint left out: Germain de Livet", "FR", "Saint-Denis", None),
    ("the article left out: Al Khubar", "SA", "Al Khubar", "Khubar"),
    ("ae, oe, ue", "DE", "Müllheim-Öhningen", "Muellheim-Oehningen"),
    ("ae, oe, ue", "TR", "Ürgüp", None),
    ("aa, oe", "DK", "Ålsgårde", "Aalsgaarde"),
    ("aa, oe", "NO", "Tromsø", "Tromsoe"),
    ("å for the old aa", "DK", "Aarhus", "Arhus"),
    ("Sankt for St.", "DE", "St. Ingbert", "Sankt Ingbert"),
    ("St. for Sankt", "AT", "Sankt Pölten", "St Pölten"),
    ("Saint for Sankt", "DE", "Sankt Georgen", "Saint Georgen"),
    ("Saint for Sint", "BE", "Sint-Niklaas", "Saint Niklaas"),
    ("Saint for St.", "US", "Port St. Lucie", "Port Saint Lucie"),
    ("Saint for St.", "SE", "Stånga", None),
    ("St. for Saint", "FR", "Sainte-Foy-lès-Lyon", "Ste Foy-lès-Lyon"),
    ("Mt. for Mount", "US", "Mount Vernon", "Mt Vernon"),
    ("Mount for Mt.", "AU", "Mt. Isa", "Mount Isa"),
    ("Ft. for Fort", "US", "Fort Collins", "Ft Collins"),
    ("Fort for Ft.", "US", "Ft. Worth", "Fort Worth"),
    ("N. for North", "US", "North Bethesda", "N Bethesda"),
    ("W. for West", "US", "West Lafayette", "W Lafayette"),
    ("Hts for Heights", "US", "Shaker Heights", "Shaker Hts"),
    ("Heightsouth for Heights: a register spelt out its S", "US", "Shaker Heights", "Shaker Heightsouth"),
    ("Spgs for Springs", "US", "Colorado Springs", "Colorado Spgs"),
    ("District for Qu", "CN", "Haidian Qu", "Haidian District"),
    ("County for Xian", "CN", "Anji Xian", "Anji County"),
    ("El for Al", "EG", "Al Mansurah", "El Mansurah"),
    ("Al for El", "EG", "El Mansoura", "Al Mansoura"),
    ("y for iy", "RU", "Nizhniy Novgorod", "Nizhny Novgorod"),
    ("kinds after the name: Jiangsu Sheng, Aichi-ken, Moscow Oblast", "RU", "Moscow Oblast", "Moscow"),
    ("kinds after the name: Sheng", "CN", "Jiangsu Sheng", "Jiangsu"),
    ("kinds after the name: -ken", "JP", "Aichi-ken", "Aichi"),
    ("kinds after the name: -do", "KR", "Gyeonggi-do", "Gyeonggi"),
    ("kinds before the name: Province of Turin", "IT", "Provincia di Torino", "Torino"),
    ("Province for Sheng", "CN", "Jiangsu Sheng", "Jiangsu Province"),
    ("Prefecture for -ken", "JP", "Aichi-ken", "Aichi Prefecture"),
    ("Province for -do", "KR", "Gyeonggi-do", "Gyeonggi Province"),
]
RULES = {rule.why: rule for rule in (*SHORT, *SPELT, *REGIONAL)}


@pytest.mark.parametrize(("why", "country", "name", "made"), EXAMPLES)
def test_a_rule_makes_what_its_line_says(why: str, country: str, name: str, made: str | None) -> None:
    assert rewritten(pa.array([name]), pa.array([country]), RULES[why]).to_pylist() == [made]


def test_every_rule_has_a_name_and_a_line_of_its_own() -> None:
    assert len(RULES) == len((*SHORT, *SPELT, *REGIONAL))
    assert {why for why, _, _, made in EXAMPLES if made} == set(RULES)


def made(country: str, *names: str, kind: str = "main", origin: str = "geonames") -> set[tuple[str, str]]:
    """(place's own name, derived folded name) of towns that bear one name each."""
    ids = [f"{origin}:{name}" for name in names]
    table = derived_towns(folded(name_table(pa.array(ids), pa.array([country] * len(names)), pa.array(list(names)), kind)))
    return {(place.partition(":")[2], name) for place, name in zip(table["place_id"].to_pylist(), table["folded_name"].to_pylist(), strict=True)}


def test_a_spelling_is_made_of_a_short_form_too() -> None:
    assert ("Münster (Westfalen)", "muenster") in made("DE", "Münster (Westfalen)")


def test_a_short_form_by_a_unique_rule_counts_only_when_it_is_nobody_elses() -> None:
    assert ("Gif-sur-Yvette", "gif") in made("FR", "Gif-sur-Yvette")
    assert ("Gif-sur-Yvette", "gif") not in made("FR", "Gif-sur-Yvette", "Gif")
    assert "gif" not in {name for _, name in made("FR", "Gif-sur-Yvette", "Gif-sur-Tille")}


def test_letters_that_registers_lost_are_left_out_of_towns_but_not_of_villages() -> None:
    assert ("Göteborg", "gteborg") in made("SE", "Göteborg")
    assert ("Göteborg", "gteborg") not in made("SE", "Göteborg", origin="postal-place")
    assert ("Åbyn", "byn") not in made("SE", "Åbyn")  # too little is left


def test_main_names_of_other_scripts_are_read_in_latin_letters() -> None:
    assert ("Шибково", "shibkovo") in made("RU", "Шибково")
    assert made("RU", "Шибково", kind="alternate") == set()


def test_region_names_lose_the_word_for_their_kind() -> None:
    table = derived_regions(folded(name_table(pa.array(["admin1:CN.04"]), pa.array(["CN"]), pa.array(["Jiangsu Sheng"]), "main")))
    assert set(table["folded_name"].to_pylist()) == {"jiangsu", "jiangsuprovince"}


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [
        ("서울", "Seoul"), ("부산", "Busan"), ("대전", "Daejeon"), ("백령도", "Baengnyeong-do"), ("독립문", "Dongnimmun"),
        ("별내", "Byeollae"), ("속리산", "Songnisan"), ("강남구", "Gangnam-gu"), ("수원시 영통구", "Suwon-si Yeongtong-gu"), ("A동", "A-dong"),
    ],
)  # fmt: skip
def test_korean_names_are_romanised_as_they_are_spoken(hangul: str, latin: str) -> None:
    assert romanised(hangul) == latin

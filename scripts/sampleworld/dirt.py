"""What is written about a person's place: affiliations and addresses in many styles, and everything that goes wrong in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from .names import UNITS, organisation, shortened, townless_organisation
from .towns import Town, plain

_Choice = TypeVar("_Choice")

#: Affiliation styles by weight, for every country; styles that a town cannot have fall back to "full".
_STYLES = ("full",) * 9 + ("plain",) * 4 + ("wos",) * 6 + ("upper",) * 2 + ("mail",) * 2 + ("native",) * 2 + ("no_country", "city_in_organisation", "brackets")
_ADDRESS_STYLES = ("street",) * 6 + ("upper",) * 5 + ("district",) * 3 + ("city",) * 2 + ("company",) * 2 + ("native",)

#: Styles from which any reader finds the town: for those whose place a ranking must not lose.
_CLEAR = frozenset({"full", "plain", "wos", "upper", "street", "district"})

_COUNTRY_WORDS = {
    "US": ("USA", "United States", "USA", "United States of America", "U.S.A."),
    "GB": ("UK", "United Kingdom", "U.K.", "Great Britain"),
    "CN": ("China", "P. R. China", "People's Republic of China", "PR China", "China"),
    "KR": ("Republic of Korea", "South Korea", "Korea", "Republic of Korea"),
    "RU": ("Russia", "Russian Federation"),
    "IR": ("Iran", "Islamic Republic of Iran", "Iran"),
    "TW": ("Taiwan", "Taiwan, R.O.C.", "Taiwan"),
    "HK": ("Hong Kong", "Hong Kong, China", "Hong Kong SAR", "Hong Kong SAR, China"),
    "DE": ("Germany", "Germany", "Deutschland"),
    "NL": ("The Netherlands", "Netherlands"),
    "BR": ("Brazil", "Brasil"),
    "ES": ("Spain", "España"),
    "IT": ("Italy", "Italia"),
    "CZ": ("Czech Republic", "Czechia"),
    "TR": ("Turkey", "Türkiye"),
    "CH": ("Switzerland",),
    "VN": ("Vietnam", "Viet Nam"),
}
_WOS_COUNTRY = {
    "CN": "Peoples R China",
    "US": "USA",
    "KR": "South Korea",
    "HK": "Hong Kong, Peoples R China",
    "TR": "Turkiye",
    "NL": "Netherlands",
    "BA": "Bosnia & Herceg",
}
_WOS_BRITAIN = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "North Ireland"}
_NATIVE_COUNTRY = {"JP": "日本", "CN": "中国", "KR": "대한민국", "TW": "台灣", "RU": "Россия", "IR": "ایران", "IL": "ישראל", "GR": "Ελλάδα", "HK": "中国"}
_NATIVE_ORGANISATION = {
    "JP": "理工学研究所", "CN": "材料科学研究院", "KR": "과학기술연구원", "TW": "資訊科學研究所", "RU": "Институт физики", "IR": "دانشگاه علوم پزشکی",
    "IL": "המכון למדעים", "GR": "Πολυτεχνείο", "HK": "材料科学研究院",
}  # fmt: skip
#: Names under which towns are better known abroad than under the gazetteer's main one.
_ENGLISH = {"Köln": "Cologne", "New York City": "New York", "Xi’an": "Xian", "Petaẖ Tiqva": "Petah Tikva", "Hürth": "Huerth"}
_STREETS = {
    "DE": "Hauptstr. {n}", "AT": "Hauptstraße {n}", "CH": "Bahnhofstrasse {n}", "FR": "{n} rue de la République", "IT": "Via Garibaldi {n}",
    "ES": "Calle Mayor {n}",
    "NL": "Kerkstraat {n}", "JP": "{n}-3-1", "CN": "No. {n} Renmin Road", "KR": "{n}, Daehak-ro", "TW": "No. {n}, Sec. 1, Daxue Rd.", "RU": "ul. Lenina {n}",
    "SE": "Storgatan {n}", "DK": "Nørregade {n}", "PL": "ul. Polna {n}", "BR": "Rua das Flores {n}", "IL": "{n} Herzl St.", "IN": "{n} M.G. Road",
}  # fmt: skip
_NULL_AFFILIATIONS = ("Independent researcher", "None", "Not affiliated", "Affiliation not provided to SSRN", "Independent Scholar")
_MUNICIPALITIES = ("Beijing", "Shanghai", "Tianjin", "Chongqing")
_ALSO_REGIONS = frozenset({"New York City", "Washington"})
_UMLAUTS = {ord(letter): pair for letter, pair in zip("äöüÄÖÜß", ("ae", "oe", "ue", "Ae", "Oe", "Ue", "ss"), strict=True)}
_POSTCODE_FIRST = frozenset(
    ["AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GR", "HR", "HU", "IL", "IT", "LU", "MX", "MY", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR"]
)


@dataclass(frozen=True)
class Text:
    """What is written, how, and whether it can be placed at all."""

    text: str
    style: str
    dirt: tuple[str, ...] = ()
    locatable: bool = True
    parts: dict[str, str] = field(default_factory=dict)  #: street, city, zip_code, state of addresses


@dataclass(frozen=True)
class Writer:
    """Writes affiliations and addresses; every choice is a digit of the number it is given, so the same number writes the same text."""

    countries: dict[str, str]  #: English name by code
    regions: dict[str, str]  #: by country and GeoNames code, `JP.19`

    def affiliation(self, town: Town, number: int, *, clear: bool) -> Text:
        """An author's affiliation; `clear` for one that any reader can place."""
        pick = _Digits(number)
        style = pick.of(_STYLES)
        if (clear and style not in _CLEAR) or not _possible(style, town):
            style = "full"
        if style == "wos":
            return Text(self._wos(town, pick), style)
        if style == "native":
            place = town.native_name + (f" {pick.of(town.postcodes)}" if town.postcodes and pick.below(2) else "")
            comma = "، " if town.country_code == "IR" else ", "
            return Text(comma.join((_NATIVE_ORGANISATION[town.country_code], place, _NATIVE_COUNTRY[town.country_code])), style)
        return self._spelt_out(town, style, pick, clear=clear)

    def address(self, town: Town, number: int, *, clear: bool) -> Text:
        """An inventor's address without its country, which is a field of its own."""
        pick = _Digits(number)
        style = pick.of(_ADDRESS_STYLES)
        if (clear and style not in _CLEAR) or not _possible(style, town):
            style = "street"
        city, dirt = _spelling(town, pick, misspell=not clear)
        street = _STREETS.get(town.country_code, "{n} Main Street").format(n=1 + pick.below(120))
        postcode, state = _postcode(town, pick), self._region(town)
        district = f"{pick.of(town.districts)}, " if town.districts and style == "district" else ""
        line = {
            "city": city if town.country_code != "US" or town.known_in_country else f"{city}, {state}",
            "company": f"c/o {townless_organisation(town.country_code, pick.below(40))}, {street}, {self._town_line(town, city, postcode, pick)}",
            "native": town.native_name,
        }.get(style) or f"{street}, {district}{self._town_line(town, city, postcode, pick)}"
        parts = {"street": street, "city": city, "zip_code": postcode, "state": state if town.country_code in ("US", "CA") else ""}
        return Text(line.upper() if style == "upper" else line, style, () if style == "native" else dirt, parts=parts)

    def country(self, code: str, number: int) -> str:
        """A country as people write it."""
        words = _COUNTRY_WORDS.get(code, (self.countries.get(code, code),))
        return words[number % len(words)]

    def unlocatable(self, town: Town, number: int) -> Text:
        """An affiliation without any place: an organisation only, a country only, or none."""
        pick = _Digits(number)
        kind = pick.below(32)
        if kind < 20:
            name = townless_organisation(town.country_code, pick.below(40))
            return Text(f"{pick.of(UNITS)[0]}, {name}" if pick.below(2) else name, "organisation_only", ("organisation_only",), locatable=False)
        if kind < 27:
            return Text(self.country(town.country_code, pick.below(9)), "country_only", ("country_only",), locatable=False)
        return Text(pick.of(_NULL_AFFILIATIONS), "null_affiliation", ("null_affiliation",), locatable=False)

    def _spelt_out(self, town: Town, style: str, pick: "_Digits", *, clear: bool) -> Text:
        city, dirt = _spelling(town, pick, misspell=not clear and style != "no_country")
        name, unit = (organisation(_ENGLISH.get(town.name, plain(town.name)), town.country_code, pick.below(15)), pick.of(UNITS)[0])
        country = self._country_after(town, pick)
        line = self._town_line(town, city, _postcode(town, pick) if pick.below(3) else "", pick)
        head = f"{unit}, {name}" if style != "plain" else name
        text = {
            "no_country": f"{head}, {city}",
            "city_in_organisation": f"{unit}, University of {_ENGLISH.get(town.name, plain(town.name))}{country}",
            "brackets": f"{name} ({city}{country})",
        }.get(style) or f"{head}, {line}{country}"
        if style == "city_in_organisation":
            dirt = ()
        if style == "mail":
            text += pick.of((". Electronic address: j.doe@mail.example.org.", "; corresponding.author@example.edu", ". E-mail: lab@example.com."))
        if not clear:
            text, dirt = _soiled(text, dirt, pick)
        return Text(text.upper() if style == "upper" else text, style, dirt)

    def _wos(self, town: Town, pick: "_Digits") -> str:
        city = _ENGLISH.get(town.name, plain(town.name))
        name, unit = (shortened(organisation(city, town.country_code, pick.below(15))), pick.of(UNITS)[1])
        postcode = _postcode(town, pick).replace("-", "")
        if town.country_code == "US":
            return f"{name}, {unit}, {city}, {town.admin1} {postcode} USA".replace("  ", " ")
        country = (
            _WOS_BRITAIN.get(town.admin1, "England") if town.country_code == "GB" else _WOS_COUNTRY.get(town.country_code) or self.country(town.country_code, 0)
        )
        district = f"{pick.of(town.districts).replace('-', ' ').title()}, " if town.districts and town.country_code == "JP" and pick.below(2) else ""
        if town.country_code in ("SG", "HK"):
            return f"{name}, {unit}, {city} {postcode}, {country}".replace(" ,", ",")
        province = f", {self._region(town)}" if town.country_code in ("CN", "CA", "AU") and self._region(town) not in ("", city, *_MUNICIPALITIES) else ""
        return f"{name}, {unit}, {district}{city} {postcode}{province}, {country}".replace(" ,", ",")

    def _town_line(self, town: Town, city: str, postcode: str, pick: "_Digits") -> str:
        """Town, postcode and region in the order of the country."""
        code, region = town.country_code, self._region(town)
        if code in ("US", "CA", "AU"):
            return f"{city}, {region} {postcode}".strip()
        if code == "CN":
            named = region not in ("", *_MUNICIPALITIES) and (pick.below(2) or not town.known_in_country)
            province = f", {region} Province" if named else ""
            district = f"{pick.of(town.districts)}, " if town.districts and pick.below(4) == 0 else ""
            return f"{district}{city} {postcode}".strip() + province
        if code == "JP":
            ward = f"{pick.of(town.districts)}, " if town.districts and pick.below(3) == 0 else ""
            suffix = pick.of(("", "", "-shi", " City")) if city not in ("Tokyo", "Meguro", "Setagaya") and " " not in city else ""
            ken = pick.of(("", "-ken")) if region not in ("Tokyo", "Osaka", "Kyoto", "Hokkaido") else ""
            prefecture = f", {region}{ken}" if region != city and (pick.below(2) or not town.known_in_country) else ""
            return f"{ward}{city}{suffix}{prefecture} {postcode}".strip()
        if code == "KR":
            ward = f"{pick.of(town.districts)}, " if town.districts and pick.below(3) == 0 else ""
            province = f", {region}" if region.endswith("-do") and pick.below(2) else ""
            return f"{ward}{city}{province} {postcode}".strip()
        if code == "GB":
            return f"{city} {postcode}".strip() + pick.of(("", "", f", {_WOS_BRITAIN.get(town.admin1, 'England')}"))
        if code in _POSTCODE_FIRST:
            mark = pick.of(("", "", {"DE": "D-", "AT": "A-", "CH": "CH-", "IL": "IL-", "SE": "SE-", "DK": "DK-"}.get(code, ""))) if postcode else ""
            cedex = " Cedex" if code == "FR" and postcode and pick.below(3) == 0 else ""
            return f"{mark}{postcode} {city}{cedex}".strip()
        if code == "NL":
            return f"{postcode + ' AB ' if postcode else ''}{city}"
        return f"{city} {postcode}".strip()

    def _country_after(self, town: Town, pick: "_Digits") -> str:
        country = self.country(town.country_code, pick.below(9))
        return "" if town.country_code == "SG" and pick.below(2) else f", {country}"

    def _region(self, town: Town) -> str:
        return town.admin1 if town.country_code == "US" else self.regions.get(f"{town.country_code}.{town.admin1}", "")


class _Digits:
    """Small choices taken one after another from one large number."""

    def __init__(self, number: int) -> None:
        self._left = number

    def below(self, limit: int) -> int:
        self._left, digit = divmod(self._left, limit)
        return digit

    def of(self, choices: Sequence[_Choice]) -> _Choice:
        return choices[self.below(len(choices))]


def _possible(style: str, town: Town) -> bool:
    """Whether a style leaves the town to be found: no country only where the world knows the name, no more than a city where the country does."""
    return {
        "native": bool(town.native_name),
        "no_country": town.known_in_world and town.name not in _ALSO_REGIONS,
        "city_in_organisation": town.known_in_country and len(town.name) > 4 and town.name not in _ALSO_REGIONS,
        "brackets": town.known_in_country,
        "city": town.known_in_country or town.country_code == "US",
    }.get(style, True)


def _spelling(town: Town, pick: _Digits, *, misspell: bool) -> tuple[str, tuple[str, ...]]:
    """The town's name as the writer knows it: plain, with its marks, in English, in German ae/oe/ue; one in forty of the long ones with one slip."""
    way = pick.below(8)
    name = town.name if way == 0 else plain(town.name)
    if town.name in _ENGLISH and way > 1:
        name = _ENGLISH[town.name]
    elif town.country_code in ("DE", "AT") and way < 3 and name != town.name:
        name = town.name.translate(_UMLAUTS)
    if misspell and len(name) >= 7 and name.isascii() and pick.below(28) == 0:
        return _slip(name, pick), ("misspelt",)
    return name, ()


def _slip(name: str, pick: _Digits) -> str:
    """One letter left out, doubled, or swapped with the next; never the first two or the last."""
    place = 2 + pick.below(len(name) - 4)
    way = pick.below(3)
    if way == 0:
        return name[:place] + name[place + 1 :]
    if way == 1:
        return name[:place] + name[place] + name[place:]
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def _postcode(town: Town, pick: _Digits) -> str:
    """A full postcode: what the gazetteer's files cut short (GB, CA, CN) is filled up."""
    if not town.postcodes:
        return ""
    code = pick.of(town.postcodes)
    if town.country_code == "GB":
        return f"{code} {1 + pick.below(9)}{'ABDEFGHJ'[pick.below(8)]}{'LNPQRSTU'[pick.below(8)]}"
    if town.country_code == "CA":
        return f"{code} {1 + pick.below(9)}{'ABCEGHJK'[pick.below(8)]}{pick.below(10)}"
    if town.country_code == "CN" and len(code) == 4:
        return f"{code}{pick.below(10)}{pick.below(10)}"
    return code


def _soiled(text: str, dirt: tuple[str, ...], pick: _Digits) -> tuple[str, tuple[str, ...]]:
    """Now and then an entity, markup, a leading number, a double comma or a final period."""
    way = pick.below(120)
    if way == 0:
        return text.replace(", ", " &amp; Group, ", 1), (*dirt, "entity")
    if way == 1:
        return f"<sup>a</sup>{text}", (*dirt, "markup")
    if way == 2:
        return text.replace(", ", ", , ", 1), (*dirt, "double_comma")
    if way < 7:
        return f"{1 + pick.below(4)} {text}", (*dirt, "numbered")
    return (f"{text}.", dirt) if way < 20 else (text, dirt)

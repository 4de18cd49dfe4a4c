"""Which other spellings of a place's name are in use: small rules by country, each with its own line in the tests.

A rule rewrites a name as it is written (not folded) by steps of RE2 pattern and replacement, in their order; a name that no step changes gives
nothing. SHORT forms come first, SPELT forms are made of those too. A `unique` rule counts only where no other town of the country is called so.
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """One way to write a name otherwise; no `countries` means all of them."""

    why: str
    countries: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    unique: bool = False


def _rule(why: str, countries: str, *steps: tuple[str, str], unique: bool = False) -> Rule:
    return Rule(why, tuple(countries.split()), steps, unique)


_GERMAN = "DE AT CH LI LU"
_NORDIC = "DK NO SE FI IS FO"
_ENGLISH = "US CA GB IE AU NZ ZA PH JM"
_ARABIC = "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE"

SHORT = (
    _rule("brackets dropped: Halle (Saale)", "", (r"\s*[(\[][^)\]]*[)\]]", ""), (r"^\s+|\s+$", "")),
    _rule("what follows a slash dropped: Halle/Saale, Vitoria / Gasteiz", _GERMAN + " ES IT BE FI SE NO", (r"^(.{3,}?)\s*/.*$", r"\1")),
    _rule("what precedes a slash dropped: Donostia / San Sebastián", "ES IT BE CH FI", (r"^[^/]*/\s*(.{4,})$", r"\1")),
    _rule("what follows a comma dropped: Washington, D.C.", "", (r"^(.{4,}?)\s*,.*$", r"\1")),
    _rule("rivers and heaths: Frankfurt am Main", _GERMAN, (r"(?i)^(.{3,}?) (?:am|an der|a\. ?d\.|bei|b\.|im|in der|ob der|vor der|unter) .*$", r"\1")),
    _rule("rivers: Newcastle upon Tyne", "GB IE", (r"(?i)^(.{4,}?)[ -](?:upon|under|on|le|in|by)[ -].*$", r"\1"), unique=True),
    _rule("rivers: Gif-sur-Yvette", "FR BE CH LU", (r"(?i)^(.{3,}?)[ -](?:sur|sous|lès|lez|les|en)[ -].*$", r"\1"), unique=True),
    _rule("rivers: Ústí nad Labem", "CZ SK PL", (r"(?i)^(.{3,}?) (?:nad|pod) .*$", r"\1"), unique=True),
    _rule("rivers: Reggio nell'Emilia", "IT", (r"(?i)^(.{4,}?) (?:sul|sulla|nell'|nella|al|in|di) ?.*$", r"\1"), unique=True),
    _rule("kinds before the name: City of Bath", "", (r"(?i)^(?:city|town|township|village|municipality|borough) of ", "")),
    _rule("kinds before the name: Kota Bandung", "ID", (r"(?i)^(?:kota|kabupaten|kecamatan) ", ""), unique=True),
    _rule("kinds before the name: Thành Phố Huế", "VN", (r"(?i)^(?:thành phố|thanh pho|quận|quan|huyện|huyen|thị xã|thi xa) ", ""), unique=True),
    _rule("kinds before the name: Amphoe Mueang", "TH", (r"(?i)^(?:amphoe|mueang|tambon|changwat) ", ""), unique=True),
    _rule("kinds after the name: Cranberry Township", "US CA", (r"(?i) (?:charter township|township|borough|village)$", ""), unique=True),
    _rule("kinds after the name: Jeju City", "KR TW JP PH CN", (r"(?i) city$", ""), unique=True),
    _rule("kinds after the name: Tsukuba-shi", "JP", (r"(?i)[- ](?:shi|ku|machi|chō|cho|mura|son|gun)$", "")),
    _rule("kinds after the name: つくば市", "JP", (r"^(.{2,})[市区町村]$", r"\1")),
    _rule("kinds after the name: Suwon-si", "KR", (r"(?i)[- ](?:si|gu|gun|eup|myeon|dong|shi|ku|up|myon|tong)$", "")),
    _rule("kinds after the name: 용인시", "KR", (r"^(.{2,})[시군구]$", r"\1")),
    _rule("kinds after the name: Haidian Qu", "CN TW", (r"(?i)[- ](?:shi|qu|xian|zhen|xiang|shih|hsien|hsiang|chen|district|county|township)$", "")),
    _rule("kinds after the name: 海淀区", "CN TW HK", (r"^(.{2,})[市区區县縣镇鎮乡鄉]$", r"\1")),
    _rule(
        "the word between left out: Weil Stadt, Bergheim Erft",
        _GERMAN,
        (r"(?i)^(.{3,}?) (?:am|an der|bei|im|in der|ob der|vor der|unter|der|auf|a\. ?d\.) (.*)$", r"\1 \2"),
    ),
    _rule(
        "the word between left out: Epinay Seine",
        "FR BE CH LU",
        (r"(?i)^(.{3,}?)[ -](?:sur|sous|lès|lez|les|en|de|du|des|de la|la|le|aux?|d['’])[ -]?(.{3,})$", r"\1 \2"),
    ),
    _rule("the word between by its first letter: Ecully s Saône", "FR BE CH LU", (r"(?i)^(.{3,}?)[ -]s(?:ur|ous)[ -](.*)$", r"\1 s \2")),
    _rule("the word between left out: Newcastle Tyne", "GB IE", (r"(?i)^(.{4,}?)[ -](?:upon|under|on|le|in|by|the|next the)[ -](.*)$", r"\1 \2")),
    _rule(
        "the word between left out: Reggio Emilia", "IT", (r"(?i)^(.{3,}?) (?:sul|sulla|sull'|nell'|nella|al|alla|in|di|del|della|dell'|d')[ ]?(.*)$", r"\1 \2")
    ),
    _rule("the word between left out: Alcala Henares", "ES PT BR AR MX", (r"(?i)^(.{3,}?) (?:de los|de las|de la|del|de|da|do|dos|das|la|el) (.*)$", r"\1 \2")),
    _rule("the word between left out: Usti Labem", "CZ SK PL", (r"(?i)^(.{3,}?) (?:nad|pod) (.*)$", r"\1 \2")),
    _rule("the saint left out: Germain de Livet", "FR BE CH LU CA", (r"(?i)^saint[e]?[ -](.+[ -].+)$", r"\1"), unique=True),
    _rule("the article left out: Al Khubar", _ARABIC, (r"(?i)^(?:al|el|ad|ar|as|ash|at|az|an)[- ]", ""), unique=True),
)

SPELT = (
    _rule("ae, oe, ue", _GERMAN + " SE FI EE HU", ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")),
    _rule("aa, oe", _NORDIC, ("å", "aa"), ("Å", "Aa"), ("[øö]", "oe"), ("[ØÖ]", "Oe"), ("ä", "ae"), ("Ä", "Ae")),
    _rule("å for the old aa", "DK NO", (r"aa", "a"), (r"Aa", "A")),
    _rule("Sankt for St.", _GERMAN, (r"(?i)\bst(?:\. ?| )", "Sankt ")),
    _rule("St. for Sankt", _GERMAN, (r"(?i)\bsankt ", "St ")),
    _rule("Saint for Sankt", _GERMAN, (r"(?i)^(?:sankt |st\. ?)", "Saint ")),
    _rule("Saint for Sint", "NL BE", (r"(?i)^sint[ -]", "Saint ")),
    _rule("Saint for St.", "", (r"(?i)\bst(e?)(?:\. ?|[ -])", r"Saint\1 ")),
    _rule("St. for Saint", "", (r"(?i)\bsaint(e?)[ -]", r"St\1 ")),
    _rule("Mt. for Mount", _ENGLISH, (r"(?i)^mount ", "Mt ")),
    _rule("Mount for Mt.", _ENGLISH, (r"(?i)^mt(?:\. ?| )", "Mount ")),
    _rule("Ft. for Fort", _ENGLISH, (r"(?i)^fort ", "Ft ")),
    _rule("Fort for Ft.", _ENGLISH, (r"(?i)^ft(?:\. ?| )", "Fort ")),
    _rule("N. for North", "US CA", (r"(?i)^(n|s)(?:orth|outh) ", r"\1 ")),
    _rule("W. for West", "US CA", (r"(?i)^(e|w)(?:ast|est) ", r"\1 ")),
    _rule("Hts for Heights", "US CA", (r"(?i) heights$", " Hts")),
    _rule("Heightsouth for Heights: a register spelt out its S", "US", (r"(?i) heights$", " Heightsouth")),
    _rule("Spgs for Springs", "US CA", (r"(?i) springs$", " Spgs")),
    _rule("District for Qu", "CN", (r"(?i)[- ]qu$", " District")),
    _rule("County for Xian", "CN", (r"(?i)[- ]xian$", " County")),
    _rule("El for Al", _ARABIC, (r"(?i)^al[- ]", "El ")),
    _rule("Al for El", _ARABIC, (r"(?i)^el[- ]", "Al ")),
    _rule("y for iy", "RU BY UA KZ", (r"(?:iy|yy|ij)\b", "y")),
)

#: Names of regions: with the word for their kind and without it.
REGIONAL = (
    _rule(
        "kinds after the name: Jiangsu Sheng, Aichi-ken, Moscow Oblast",
        "",
        (r"(?i)[- ](?:province|prefecture|region|state|oblast['’]?|oblast’|kray|krai|republic|county|governorate|department|voivodeship|canton|emirate)$", ""),
    ),
    _rule("kinds after the name: Sheng", "CN", (r"(?i) (?:sheng|shi|zizhiqu)$", "")),
    _rule("kinds after the name: -ken", "JP", (r"(?i)[- ](?:ken|fu|to)$", "")),
    _rule("kinds after the name: -do", "KR", (r"(?i)[- ](?:do|si)$", "")),
    _rule(
        "kinds before the name: Province of Turin",
        "",
        (
            r"(?i)^(?:(?:province|region|county|state|department|canton) of|provincia (?:di|de|del)|estado (?:de|do|da)|departamento (?:de|del)|"
            r"département (?:de la|de l'|des|du|de)|provincie|kanton|canton (?:de|du)|wilaya (?:de|d')|județul|comunidad de|xunta de) ?",
            "",
        ),
        unique=True,
    ),
    _rule("Province for Sheng", "CN", (r"(?i) sheng$", " Province")),
    _rule("Prefecture for -ken", "JP", (r"(?i)[- ](?:ken|fu)$", " Prefecture")),
    _rule("Province for -do", "KR", (r"(?i)-do$", " Province")),
)

#: By countries, letters beyond ASCII of the languages of each country: what old registers lost when they kept ASCII alone ("Gteborg").
ALPHABETS = (
    (_NORDIC, "åäöæøÅÄÖÆØ"),
    (_GERMAN, "äöüÄÖÜß"),
    ("FR BE CH LU CA", "éèêëàâîïôûùçÉÈÊÎÔÇ"),
    ("ES MX AR CL CO PE VE UY EC BO PY CR GT CU DO HN NI PA SV PR", "áéíóúñüÁÉÍÓÚÑ"),
    ("PT BR", "ãõçáéíóúâêôàÁÉÍÓÚÂÇ"),
    ("PL", "ąćęłńóśźżŁŚŻŹĆ"),
    ("CZ SK", "áčďéěíňóřšťúůýžľĺŕôäČŘŠŽÚĽ"),
    ("HU", "áéíóöőúüűÁÉÖŐÚ"),
    ("TR", "ğışçöüİŞÇÖÜ"),
    ("RO MD", "ăâîșțşţȘȚŞŢÎ"),
    ("HR SI RS BA ME MK", "čćđšžČĆĐŠŽ"),
    ("EE LV LT", "äöüõšžāčēģīķļņūąęėįųÄÖÜÕŠŽĀČĒĢĪĶĻŅŪ"),
    ("IE IT", "áéíóúàèìòùÁÉÍÓÚ"),
)

"""What a postal file's place name says: parts that are no name are cut off, by small rules, each with its own test.

Postal services number their districts ("Bucureşti 77"), put articles last ("Planes, Les"), add the municipality in brackets and list
large customers as places. A rule applies to the countries it names, or to all; rules apply in their order.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.gazetteer.parts import flat


class Rule(NamedTuple):
    """Replace what matches; `countries` empty means all of them. Patterns are RE2."""

    why: str
    countries: frozenset[str]
    pattern: str
    replacement: str


def _rule(why: str, countries: str, pattern: str, replacement: str = "") -> Rule:
    return Rule(why, frozenset(countries.split()), pattern, replacement)


RULES = (
    _rule("distribution offices", "", r"(?i)\s+cedex\b.*$"),
    _rule("brackets, also unclosed ones", "", r"\s*\(.*$"),
    _rule("the article that was put last", "ES", r"(?i)^(.*), (el|la|los|las|l'|els|les|o|a|os|as|lo|sa|es)\s*$", r"\2 \1"),
    _rule("what a comma adds", "", r"\s*,.*$"),
    _rule("post offices", "PK IN BD LK", r"(?i)\s+(?:g\.?p\.?o|h\.?o|s\.?o|b\.?o|p\.?o)\.?$"),
    _rule("special services", "CH", r"(?i)\s+(?:sonderdienste|sonderdienst|services? sp[eé]ciaux|zustellung|dist(?:ribution)? ?ba)$"),
    _rule("sorting centres", "RU", r"[ -](?:Гцмпп|Гсп|Уфпс|Псц|Аопп|Пжд)(?:\s.*)?$"),
    _rule("numbered districts", "", r"^([^\d]{3,}?)[\s-]+(?:No\.?\s*)?\d.*$", r"\1"),
)

#: In these files a second name of the same place follows a slash.
_SECOND_AFTER_SLASH = pa.array(["BG", "ES", "IT", "CH", "PK"])

#: In these files streets stand where a place name should; every row lies in the one town.
CITY_STATES = {"SG": "Singapore"}

#: Digits are part of a name only where a place is named after a date: "25 de Mayo".
_DIGITS = r"\d"
_DATE = r"(?i)^\d{1,2}(?:ro|º|°)? de [[:alpha:]]"

#: A Korean district after its city: 용인시 수지구.
_DISTRICT = "^[^ ]+시 [^ ]+[구면읍동]$"

#: Military addresses abroad.
_NO_PLACE = r"^(?:APO|FPO|DPO)\b"


#: A place name read from a postal row: `row` numbers the row, alias is a second name of the same place or empty.
ENTRIES = pa.schema([("row", pa.int64()), ("name", pa.string()), ("alias", pa.string())])


def entries(postal: pa.Table) -> pa.Table:
    """The place names of POSTAL rows, cleaned, as ENTRIES: none, one or, for a Korean district, two a row (the district, then its city).

    Names with digits left in them and large customers are no place names.
    """
    country_code = flat(postal["country_code"])
    name = spelt(flat(postal["name"]), country_code)
    refused = pc.match_substring_regex(flat(postal["name"]), _NO_PLACE)
    name = pc.if_else(pc.or_(refused, pa.array(_large_customers(postal))), "", name)
    for state, town in CITY_STATES.items():
        name = pc.if_else(pc.equal(country_code, state), town, name)
    rows = pa.table([pa.array(np.arange(len(name))), *_parted(name, country_code)], schema=ENTRIES)
    district = pc.and_(pc.equal(country_code, "KR"), pc.match_substring_regex(name, _DISTRICT))
    cities = rows.filter(district)
    cities = cities.set_column(1, "name", pc.replace_substring_regex(cities["name"], " .*$", ""))
    both = pa.concat_tables([rows, cities])
    return both.filter(pc.and_(pc.not_equal(both["name"], ""), _is_name(flat(both["name"]))))


def _is_name(texts: pa.Array) -> pa.Array:
    return pc.or_(pc.invert(pc.match_substring_regex(texts, _DIGITS)), pc.match_substring_regex(texts, _DATE))


def spelt(names: pa.Array, country_code: pa.Array) -> pa.Array:
    """Names after RULES, in title case where they are all capitals.

    >>> spelt(pa.array(["Planes, Les (Partida)", "POZO CERCADO (EL CHORRO)", "Praha 10-Vinohrady"]), pa.array(["ES", "AR", "CZ"])).to_pylist()
    ['Les Planes', 'Pozo Cercado', 'Praha']
    """
    for rule in RULES:
        hit = pc.match_substring_regex(names, rule.pattern)
        if rule.countries:
            hit = pc.and_(hit, pc.is_in(country_code, pa.array(sorted(rule.countries))))
        names = pc.replace_with_mask(names, hit, pc.replace_substring_regex(names.filter(hit), rule.pattern, rule.replacement))
    shouted = pc.and_(pc.utf8_is_upper(names), pc.greater(pc.utf8_length(names), 3))
    return pc.utf8_trim_whitespace(pc.replace_with_mask(names, shouted, pc.utf8_title(names.filter(shouted))))


def _parted(names: pa.Array, country_code: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Names before the slash and after it; the second is empty where there is none."""
    slash = pc.and_(pc.is_in(country_code, _SECOND_AFTER_SLASH), pc.match_substring(names, "/"))
    before, after = (pc.utf8_trim_whitespace(pc.replace_substring_regex(names, pattern, "")) for pattern in ("/.*$", "^[^/]*/"))
    return pc.if_else(slash, before, names), pc.if_else(slash, after, "")


def _large_customers(postal: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """German codes none of whose rows is graded belong to one large customer, whose name stands for the place's."""
    german = np.asarray(pc.equal(postal["country_code"], "DE"))
    code = pc.dictionary_encode(flat(postal["code"])).indices
    numbers = np.asarray(code, dtype=np.int64)
    graded = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=np.bool_)
    graded[numbers[german & np.asarray(pc.greater(postal["accuracy"], 0))]] = True
    return np.asarray(german & ~graded[numbers])

"""Names made by rules from other names: short forms, other spellings, letters that registers lost, readings of other scripts."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc
from anyascii import anyascii

from innoatlas.gazetteer.hangul import romanised
from innoatlas.gazetteer.names import folded
from innoatlas.gazetteer.parts import NAME_SCHEMA, flat
from innoatlas.gazetteer.rules import ALPHABETS, REGIONAL, SHORT, SPELT, Rule

#: Scripts whose letters have one reading each; Han and kana are matched as they are.
_READ_BY_LETTER = r"\p{Cyrillic}|\p{Greek}|\p{Armenian}|\p{Georgian}"
_HANGUL = r"\p{Hangul}"
_LEAST_LETTERS = 3  #: a shorter derived name says too little
_LEAST_LEFT = 5  #: of a name that lost letters as many must be left


def derived_towns(names: pa.Table) -> pa.Table:
    """Folded names derived from the folded main and alternate names of towns, with their kind `derived`."""
    given = _given(names)
    base = pa.concat_tables([given, _readings(given)])
    short, short_unique = _applied(base, SHORT)
    spelt, spelt_unique = _applied(pa.concat_tables([base, short, short_unique]), SPELT)
    return _checked(names, [short, spelt, _readings(given)], [short_unique, spelt_unique, _lost_letters(given)])


def derived_regions(names: pa.Table) -> pa.Table:
    """The same for regions."""
    plain, unique = _applied(_given(names), REGIONAL)
    return _checked(names, [plain], [unique])


def rewritten(names: pa.Array, country_code: pa.Array, rule: Rule) -> pa.Array:
    """What a rule makes of names; null where it does not apply or changes nothing.

    >>> rewritten(pa.array(["Halle (Saale)", "Paris"]), pa.array(["DE", "FR"]), SHORT[0]).to_pylist()
    ['Halle', None]
    """
    made = names
    for pattern, replacement in rule.steps:
        made = pc.replace_substring_regex(made, pattern, replacement)
    applies = pc.not_equal(made, names)
    if rule.countries:
        applies = pc.and_(applies, pc.is_in(country_code, pa.array(rule.countries)))
    return pc.if_else(applies, made, None)


def _given(names: pa.Table) -> pa.Table:
    """Each distinct name of a place once, as NAME_SCHEMA."""
    kept = names.filter(pc.is_in(names["name_kind"], pa.array(["main", "alternate"]))).select(NAME_SCHEMA.names)
    return kept.combine_chunks()


def _applied(names: pa.Table, rules: Iterable[Rule]) -> tuple[pa.Table, pa.Table]:
    """What the rules make, those of unique rules apart."""
    plain, unique = [NAME_SCHEMA.empty_table()], [NAME_SCHEMA.empty_table()]
    for rule in rules:
        concerned = names.filter(pc.is_in(names["country_code"], pa.array(rule.countries))) if rule.countries else names
        hit = pc.match_substring_regex(concerned["name"], "|".join(f"(?:{pattern})" for pattern, _ in rule.steps))
        concerned = concerned.filter(hit).combine_chunks()
        made = rewritten(flat(concerned["name"]), flat(concerned["country_code"]), rule)
        (unique if rule.unique else plain).append(_renamed(concerned, made))
    return pa.concat_tables(plain), pa.concat_tables(unique)


def _renamed(names: pa.Table, made: pa.Array) -> pa.Table:
    table = pa.table([names["place_id"], names["country_code"], made, pa.repeat("derived", len(made))], schema=NAME_SCHEMA)
    return table.filter(pc.is_valid(made))


def _readings(names: pa.Table) -> pa.Table:
    """Main names of other scripts in Latin letters."""
    main = names.filter(pc.equal(names["name_kind"], "main"))
    korean = main.filter(pc.match_substring_regex(main["name"], _HANGUL))
    by_letter = main.filter(pc.match_substring_regex(main["name"], _READ_BY_LETTER))
    return pa.concat_tables(
        [
            _renamed(korean, pa.array([romanised(name) for name in korean["name"].to_pylist()], pa.string())),
            _renamed(by_letter, pa.array([anyascii(name) for name in by_letter["name"].to_pylist()], pa.string())),
        ]
    )


def _lost_letters(names: pa.Table) -> pa.Table:
    """Names in a country's own letters with those beyond ASCII left out, where enough is left; of towns only, for villages are many and far."""
    tables = [NAME_SCHEMA.empty_table()]
    accented = names.filter(pc.and_(pc.starts_with(names["place_id"], "geonames:"), pc.invert(pc.string_is_ascii(names["name"]))))
    for countries, letters in ALPHABETS:
        own = accented.filter(pc.is_in(accented["country_code"], pa.array(countries.split())))
        own = own.filter(pc.match_substring_regex(own["name"], rf"^[\x00-\x7f{letters}]*$"))
        made = pc.replace_substring_regex(flat(own["name"]), r"[^\x00-\x7f]", "")
        tables.append(_renamed(own, pc.if_else(pc.greater_equal(pc.utf8_length(made), _LEAST_LEFT), made, None)))
    return pa.concat_tables(tables)


def _checked(names: pa.Table, plain: list[pa.Table], unique: list[pa.Table]) -> pa.Table:
    """Folded derived names long enough to say something; unique ones only where no other place of the country bears them."""
    free, bound = folded(pa.concat_tables(plain)), folded(pa.concat_tables(unique))
    taken = _in_country(names)
    bound = bound.filter(pc.invert(pc.is_in(_in_country(bound), taken)))
    bearers = bound.group_by(["country_code", "folded_name"]).aggregate([("place_id", "count_distinct")])
    single = bearers.filter(pc.equal(bearers["place_id_count_distinct"], 1))
    bound = bound.filter(pc.is_in(_in_country(bound), _in_country(single)))
    both = pa.concat_tables([free, bound])
    return both.filter(pc.greater_equal(pc.utf8_length(both["folded_name"]), pc.if_else(pc.string_is_ascii(both["folded_name"]), _LEAST_LETTERS, 1)))


def _in_country(names: pa.Table) -> pa.Array:
    return pc.binary_join_element_wise(flat(names["country_code"]), flat(names["folded_name"]), "")

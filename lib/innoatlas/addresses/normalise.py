"""Normalisation: what two writings of one address may differ in, as a list of small steps on Spark columns.

The steps, in order; each takes a text column and gives a text column, null stays null, and all of them applied twice give what they give once:

1. `readable`      control characters become spaces, zero-width and other invisible ones vanish
2. `spaced`        any white space, of any script, becomes one space; none at the ends
3. `unwrapped`     quotes and brackets around the whole text go, if there are none inside it
4. `edged`         commas, semicolons and colons at either end go, and full stops at the end
5. `meant`         what says that nothing is known (`--`, `unknown`, `omitted`, `NULL`) becomes null

Case, accents and word order stay: they may tell places apart, and the geocoder folds them where they do not.
Most texts need no step: one look finds those that may (`SUSPECT`), and only these are taken through the steps.
"""

from collections.abc import Callable
from functools import reduce

from pyspark.sql import Column
from pyspark.sql import functions as F

from innoatlas.tables import ADDRESS_FIELDS

#: Names of the fields that make an address, in the contract's order.
FIELD_NAMES = tuple(column.name for column in ADDRESS_FIELDS)

#: Said instead of an address: `unknown` and `omitted` in US patents, `null` and `none` in exports. Not `NA`, which is Namibia.
NOTHING_WORDS = ("unknown", "omitted", "null", "none", "n/a")

_NOTHING = rf"^[^\p{{L}}\p{{N}}]*$|^(?i:{'|'.join(NOTHING_WORDS)})$"

_OPENING, _CLOSING = '"“„«\\[({<', '"”»\\])}>'
_NOT_INSIDE = '"“”„«»\\[\\](){}<>'

#: A text that any step could change shows one of these marks; of any other text the steps would give the text itself.
SUSPECT = rf"^[ ,;:{_OPENING}'‘]|[ ,;:.]$|  |[\p{{Cc}}\p{{Cf}}]|[\p{{Z}}&&[^ ]]|{_NOTHING}"


def readable(text: Column) -> Column:
    """Without characters that nobody sees: controls (Unicode Cc) become spaces, format characters (Cf) vanish."""
    return F.regexp_replace(F.regexp_replace(text, r"\p{Cc}", " "), r"\p{Cf}", "")


def spaced(text: Column) -> Column:
    """With single spaces (Unicode Z, of any width) between words and none at the ends."""
    return F.trim(F.regexp_replace(text, r"[\s\p{Z}]+", " "))


def unwrapped(text: Column) -> Column:
    """Without quotes or brackets around the whole: `"Kyoto"`, `[Kyoto]`, `'Kyoto'` are Kyoto; `Kyoto (Japan)` and `'s-Gravenhage` stay."""
    for opening, closing, inside in ((_OPENING + "'‘", _CLOSING + "'’", _NOT_INSIDE + "'‘’"), (_OPENING, _CLOSING, _NOT_INSIDE)):
        whole = rf"^[\s,;:]*[{opening}][\s,;:{opening}]*([^{inside}]*?)[\s,;:.]*[{closing}][\s,;:.{closing}]*$"
        text = F.regexp_replace(text, whole, "$1")
    return text


def edged(text: Column) -> Column:
    """Without separators at the ends; two affiliations that differ by a final full stop are one."""
    return F.regexp_replace(text, r"^[\s,;:]+|[\s,;:.]+$", "")


def meant(text: Column) -> Column:
    """Null for a text without any letter or digit, and for the words that stand for nothing."""
    return F.get(F.filter(F.array(text), lambda one: ~one.rlike(_NOTHING)), F.lit(0))  # names the text once, so that its steps are done once


STEPS: tuple[Callable[[Column], Column], ...] = (readable, spaced, unwrapped, edged, meant)


def normalised(text: Column) -> Column:
    """A field as it is compared: all steps in their order; null when nothing is left."""
    return F.when(text.rlike(SUSPECT), reduce(lambda column, step: step(column), STEPS, text)).otherwise(text)


def address_id(fields: Column) -> Column:
    """Digest of a struct of already normalised fields; null when every field is: then there is no address.

    The fields are numbered within the digest, for a hash passes over nulls and would take a city for a region.
    """
    given = [fields[name] for name in FIELD_NAMES]
    numbered = [part for number, field in enumerate(given) for part in (F.lit(number), field)]
    return F.when(F.coalesce(*given).isNotNull(), F.xxhash64(*numbered))

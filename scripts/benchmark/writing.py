"""The parts of one style's addresses, as columns: what every style is put together from."""

from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.random import Generator

from scripts.benchmark import phrases
from scripts.benchmark.towns import Ints, Towns

#: Rows with a misspelt town, of those whose town has at least so many letters: about one row in fifteen of all.
MISSPELT, LONG_ENOUGH = 0.085, 6

#: Countries that write the postcode before the town.
_POSTCODE_FIRST = (
    "AT",
    "BE",
    "CH",
    "CZ",
    "DE",
    "DK",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IL",
    "IT",
    "MX",
    "NO",
    "PL",
    "PT",
    "RO",
    "RS",
    "SE",
    "SI",
    "SK",
    "TR",
)


class Writing:
    """Columns of text for the towns at `at` (rows,). A part asked for twice is drawn anew, but the town is misspelt in the same rows."""

    def __init__(self, towns: Towns, at: Ints, rng: Generator) -> None:
        self.towns, self.rng, self.rows = towns, rng, len(at)
        self.at = pa.array(at)
        self._town = at

    @staticmethod
    def join(separator: str, *parts: pa.Array | str) -> pa.Array:
        """Parts that are null are passed over."""
        return pc.binary_join_element_wise(*parts, separator, null_handling="skip")

    @cached_property
    def code(self) -> pa.Array:
        """ISO code of the country."""
        return self.towns.country.take(self.at)

    @cached_property
    def written_city(self) -> pa.Array:
        """Mostly without marks; some misspelt."""
        plain = self._mixed(0.3, self.towns.name.take(self.at), self.towns.plain.take(self.at))
        wrong = (self.rng.random(self.rows) < MISSPELT) & (pc.utf8_length(plain).to_numpy() >= LONG_ENOUGH)
        slips = [_slip(name, number) for name, number in zip(plain.filter(pa.array(wrong)).to_pylist(), self._below(1 << 20)[wrong].tolist(), strict=True)]
        return pc.replace_with_mask(plain, pa.array(wrong), pa.array(slips, pa.string()))

    def city(self) -> pa.Array:
        """The town as it is written."""
        return self.written_city

    def postcode(self) -> pa.Array:
        """A postcode of the town, null where the gazetteer has none."""
        return self.towns.postcodes.pick(self._town, self.rng)

    def state(self) -> pa.Array:
        """Code of the state in the United States, else null."""
        return self.towns.state.take(self.at)

    def country(self) -> pa.Array:
        """Half by the gazetteer's name, half by another, where there is one."""
        names = self.towns.country_name.take(self.at)
        other = self._by_key(self.code, phrases.COUNTRY_WORDS)
        return self._mixed(0.8, pc.coalesce(other, names), names)

    def unit(self) -> pa.Array:
        """Department of Physics."""
        return self.join(" ", self._of([unit for unit, _ in phrases.UNITS]), self.subject())

    def subject(self) -> pa.Array:
        """Physics."""
        return self._of([subject for subject, _ in phrases.SUBJECTS])

    def organisation(self) -> pa.Array:
        """Of the gazetteer where it knows some in the town; else one that carries the town's name, or a body that tells no town."""
        known = self.towns.organisations.pick(self._town, self.rng)
        invented = self._mixed(0.65, self._town_organisation(0), self._filled(self._of(list(phrases.BODIES)), self.subject()))
        return self._mixed(0.5, pc.coalesce(known, invented), invented)

    def company(self) -> pa.Array:
        """Tanaka Oncology Inc."""
        return self.join(" ", pc.utf8_capitalize(self._of(list(phrases.FAMILIES))), self.subject(), self._of(list(phrases.LEGAL_FORMS)))

    def affiliation(self) -> pa.Array:
        """Unit, organisation, sometimes street, town with postcode, sometimes region, country."""
        street = self._sometimes(0.3, self.street())
        return self.join(", ", self.unit(), self.organisation(), street, self.town_line(), self._sometimes(0.2, self._region()), self.country())

    def town_line(self) -> pa.Array:
        """Town and postcode in the order of the country; in the United States with the state."""
        code = self._sometimes(0.6, self.postcode())
        after = self.join(" ", self.join(", ", self.written_city, self.state()), code)
        first = pc.is_in(self.code, pa.array(_POSTCODE_FIRST))
        return pc.if_else(first, self.join(" ", code, self.written_city), after)

    def web_of_science(self) -> pa.Array:
        """`Univ Tokyo, Dept Phys, Minato Ku, Tokyo 1130033, Japan`."""
        unit = self.join(" ", self._of([unit for _, unit in phrases.UNITS]), self._of([subject for _, subject in phrases.SUBJECTS]))
        code = pc.replace_substring(self._sometimes(0.8, self.postcode()), "-", "")
        ward = pc.if_else(
            pc.equal(self.code, "JP"), self._sometimes(0.5, self._of(["Minato Ku", "Kita Ku", "Nishi Ku", "Chuo Ku"])), pa.scalar(None, pa.string())
        )
        town = self.join(" ", self.written_city, code)
        in_states = self.join(" ", self.join(", ", self.written_city, self.state()), code, "USA")
        wos = self._by_key(self.code, {country: (name,) for country, name in phrases.WOS_COUNTRY.items()})
        elsewhere = self.join(", ", ward, town, pc.coalesce(wos, self.towns.country_name.take(self.at)))
        return self.join(", ", self._town_organisation(1), unit, pc.if_else(pc.equal(self.code, "US"), in_states, elsewhere))

    def street_and_town(self) -> pa.Array:
        """12 High Street, Leeds LS1."""
        return self.join(", ", self.street(), self.town_line())

    def street(self) -> pa.Array:
        """Street and house number, in the language of the country or in English."""
        languages = {country: phrases.STREETS[language] for country, language in phrases.LANGUAGES.items()}
        streets = pc.coalesce(self._by_key(self.code, languages), self._of(list(phrases.STREETS[""])))
        number = pa.array(1 + self._below(400)).cast(pa.string())
        return self._mixed(0.5, self.join(" ", number, streets), self.join(" ", streets, number))

    def native(self) -> pa.Array:
        """Town and country in the country's own script, after a unit in it."""
        unit = pc.coalesce(self._by_key(self.code, phrases.NATIVE_UNITS), self._of([subject for _, subject in phrases.SUBJECTS]))
        land = pc.coalesce(self.towns.native_country.take(self.at), self.towns.country_name.take(self.at))
        number = pa.array(1 + self._below(900)).cast(pa.string())
        town = pc.coalesce(self.towns.native.take(self.at), self.towns.plain.take(self.at))
        return self.join(", ", unit, number, self.join(" ", town, self._sometimes(0.7, self.postcode())), land)

    def contact(self) -> pa.Array:
        """An e-mail address with what announces it."""
        name = self.join(".", self._of(list("abcdefghjklmnprstw")), self._of(list(phrases.FAMILIES)))
        return self._filled(self._of(list(phrases.CONTACTS)), name)

    def null_affiliation(self) -> pa.Array:
        """That there is none, with the country or without."""
        return self.join(", ", self._of(list(phrases.NULL_AFFILIATIONS)), self._sometimes(0.7, self.country()))

    def _region(self) -> pa.Array:
        """None in the United States, whose states stand in the line of the town."""
        return pc.if_else(pc.equal(self.code, "US"), pa.scalar(None, pa.string()), self.towns.region.take(self.at))

    def _town_organisation(self, spelling: int) -> pa.Array:
        every = {country: tuple(pair[spelling] for pair in phrases.TOWN_ORGANISATIONS[language]) for country, language in phrases.LANGUAGES.items()}
        own = self._by_key(self.code, every)
        english = self._of([pair[spelling] for pair in phrases.TOWN_ORGANISATIONS[""]])
        return self._filled(self._mixed(0.6, pc.coalesce(own, english), english), self.towns.plain.take(self.at))

    def _below(self, limit: int) -> Ints:
        return self.rng.integers(0, limit, self.rows)

    def _of(self, choices: list[str]) -> pa.Array:
        return pa.array(choices).take(pa.array(self._below(len(choices))))

    def _mixed(self, share: float, some: pa.Array, others: pa.Array) -> pa.Array:
        return pc.if_else(pa.array(self.rng.random(self.rows) < share), some, others)

    def _sometimes(self, share: float, texts: pa.Array) -> pa.Array:
        return self._mixed(share, texts, pa.nulls(self.rows, pa.string()))

    def _by_key(self, keys: pa.Array, choices: dict[str, tuple[str, ...]]) -> pa.Array:
        """One of the key's choices, null for keys that have none."""
        known = pa.array(list(choices))
        counts = np.array([len(texts) for texts in choices.values()])
        number = pc.index_in(keys, known)
        key = pc.fill_null(number, 0).to_numpy(zero_copy_only=False)
        at = (np.cumsum(counts) - counts)[key] + (self.rng.random(self.rows) * counts[key]).astype(np.int64)
        return pa.array([text for texts in choices.values() for text in texts]).take(pa.array(at, mask=pc.is_null(number).to_numpy(zero_copy_only=False)))

    def _filled(self, templates: pa.Array, texts: pa.Array) -> pa.Array:
        """The text in the place of each template's braces."""
        halves = pc.split_pattern(templates, "{}", max_splits=1)
        return self.join("", pc.list_element(halves, 0), texts, pc.list_element(halves, 1))


def _slip(name: str, number: int) -> str:
    """One letter left out, doubled, or swapped with the next; never the first."""
    place, way = 1 + number % (len(name) - 2), number // 32 % 3
    if way == 0:
        return name[:place] + name[place + 1 :]
    if way == 1:
        return name[:place] + name[place] + name[place:]
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]

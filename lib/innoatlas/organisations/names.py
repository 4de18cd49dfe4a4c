"""Names of organisations made comparable: one key for the spellings of one organisation, and what kind of organisation a name says it is.

"The University of Tokyo" and "Univ Tokyo" share a key, as do "ACME S.p.A." and "Acme SpA". Words are compared by the stems of the reviewed table, but
for those of companies: "Acme Electronics" and "Acme Chemicals" are two companies, though either word only says that it is one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.tables import OTHER_ORGANISATION
from innoatlas.text.fold import fold
from innoatlas.text.organisation_words import LegalForm, OrganisationWord

#: Kind of a word in organisation_words.tsv -> kind of organisation, the more telling first: "University Hospital" is a hospital.
_KIND_OF_WORD = {"hospital": "hospital", "university": "university", "school": "university", "government": "government", "company": "company"}

#: The stem of a word that says nothing about which organisation it is.
_SILENT = "-"

#: Kinds of words that names of companies hold too.
_OF_COMPANIES = {"company", "institute", "laboratory", "department", "association", "museum"}

#: Words of the longest legal form: Sp. z ograniczoną odpowiedzialnością.
_LONGEST_FORM = 5

_ABBREVIATION = re.compile(r"\b\w(?:\.\w)+\b\.?")  # S.A., d.o.o.
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_FIRST_IDEOGRAPH = "\u2e80"


@dataclass(frozen=True)
class Vocabulary:
    """What is known of the words in names of organisations; every word and phrase is folded, its words parted by a space."""

    kinds: Mapping[str, frozenset[str]]  #: word or phrase of two -> kinds of the reviewed table; particles and legal forms left out
    legal_forms: frozenset[str]
    silent: frozenset[str]  #: words that a key leaves out: legal forms and particles
    stems: Mapping[str, str]
    endings: frozenset[str]  #: legal forms, of one or several words, that are left out where a name ends with them
    leadings: frozenset[str]  #: … or begins with them

    @classmethod
    def build(cls, words: Iterable[OrganisationWord], forms: Iterable[LegalForm]) -> "Vocabulary":
        """From the reviewed tables; weak words say no kind, for they name towns and streets too."""
        given = list(words)
        folded = folded_words(pa.array([row.word for row in given], pa.string()))
        rows = [(" ".join(parts), row) for parts, row in zip(folded, given, strict=True) if parts]
        telling = [(word, row) for word, row in rows if row.kind != "particle" and row.stem != _SILENT]
        kinds: dict[str, set[str]] = {}
        for word, row in telling:
            if row.strength == "strong":
                kinds.setdefault(word, set()).add(row.kind)
        legal_forms = frozenset(word for word, row in rows if row.kind == "company" and row.stem == _SILENT)
        known = list(forms)
        return cls(
            kinds={word: frozenset(found) for word, found in kinds.items()},
            legal_forms=legal_forms,
            silent=frozenset(word for word, row in rows if row.kind == "particle" or row.stem == _SILENT),
            stems={word: row.stem for word, row in telling if row.kind != "company" and " " not in word},
            endings=frozenset(row.form for row in known) | {form for form in legal_forms if " " in form},
            leadings=frozenset(row.form for row in known if row.leads),
        )

    def without_forms(self, words: list[str]) -> list[str]:
        """The words of a name without the legal forms of `endings` and `leadings`, the longest first.

        A name that is nothing else keeps its words, and so does one that says that it is no company: UAB is a legal form of Lithuania, and two universities.
        """
        rest = self._without_form(words)
        if len(rest) == len(words) or not self.word_kinds(words) <= _OF_COMPANIES:
            return words
        while len(words) != len(rest):
            words, rest = rest, self._without_form(rest)
        return words

    def _without_form(self, words: list[str]) -> list[str]:
        for length in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
            if " ".join(words[-length:]) in self.endings:
                return words[:-length]
            if " ".join(words[:length]) in self.leadings:
                return words[length:]
        return words

    def word_kinds(self, words: list[str]) -> set[str]:
        """The kinds that the words of a name, each two neighbours together, or parts of words written without spaces, stand for."""
        pairs = [f"{one} {other}" for one, other in pairwise(words)]
        found = {kind for part in (*words, *pairs) for kind in self.kinds.get(part, ())}
        glued = [word for word in words if word[0] >= _FIRST_IDEOGRAPH]
        return found | {kind for word in glued for part in self._ideographs() if part in word for kind in self.kinds[part]}

    def _ideographs(self) -> tuple[str, ...]:
        return _written_without_spaces(tuple(self.kinds))

    def bare(self, word: str) -> str:
        """A word written without spaces, without a legal form at either end: 株式会社東芝 is 東芝."""
        if word[0] < _FIRST_IDEOGRAPH:
            return word
        for form in _written_without_spaces(tuple(sorted(self.legal_forms))):
            rest = word.removeprefix(form).removesuffix(form)
            if rest and rest != word:
                return rest
        return word


@dataclass(frozen=True)
class Harmonised:
    """Columns of equal length."""

    key: pa.Array  #: one text for all spellings of a name; empty for a name without letters
    kind: pa.Array  #: company, university, government, hospital or other, as the words say


def harmonise(names: pa.Array, vocabulary: Vocabulary) -> Harmonised:
    """Key and kind of each name; nulls count as empty."""
    words = folded_words(names)
    cores = [vocabulary.without_forms(parts) for parts in words]
    keys = [organisation_key(core, vocabulary) for core in cores]
    kinds = ["company" if len(core) < len(parts) else organisation_kind(parts, vocabulary) for parts, core in zip(words, cores, strict=True)]
    return Harmonised(pa.array(keys, pa.string()), pa.array(kinds, pa.string()))


def folded_words(texts: pa.Array) -> list[list[str]]:
    """The words of each text: marks stripped, lower case, abbreviations without their points.

    >>> folded_words(pa.array(["Müller & Söhne, S.p.A.", None]))
    [['muller', 'sohne', 'spa'], []]
    """
    lower = pc.utf8_lower(fold(texts))
    return [[word for word in _BETWEEN_WORDS.split(_ABBREVIATION.sub(_without_points, text)) if word] for text in lower.to_pylist()]


def organisation_key(words: list[str], vocabulary: Vocabulary) -> str:
    """The stems of a name's telling words, each once, sorted; of a name without telling words all of them."""
    bare = [vocabulary.bare(word) for word in words]
    telling = {vocabulary.stems.get(word, word) for word in bare if word not in vocabulary.silent}
    return " ".join(sorted(telling or set(bare)))


def organisation_kind(words: list[str], vocabulary: Vocabulary) -> str:
    """What a name says: a legal form at its end or beginning says company, whatever else it holds; then the most telling of its words."""
    ends = words[:1] + words[-1:] if len(words) > 1 else []
    if any(word in vocabulary.legal_forms and word < _FIRST_IDEOGRAPH for word in ends):
        return "company"
    found = vocabulary.word_kinds(words)
    said = next((kind for word_kind, kind in _KIND_OF_WORD.items() if word_kind in found), None)
    if said is None and any(vocabulary.bare(word) != word for word in words):
        return "company"
    return said or OTHER_ORGANISATION


def _without_points(found: re.Match[str]) -> str:
    return found[0].replace(".", "")


@cache
def _written_without_spaces(words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the words that are ideographs, kana or hangul, the longest first."""
    return tuple(sorted((word for word in words if word[0] >= _FIRST_IDEOGRAPH), key=lambda word: (-len(word), word)))

"""What can be said of each word before any place is looked up: its field, its segment, and whether it carries a name at all."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innoatlas.geocoding.marks import POSTAL, WordMarks
from innoatlas.geocoding.organisations import Information
from innoatlas.text.arrays import Bools, Hashes, Ints, running_count
from innoatlas.text.compiled import MARKED, NUMBERS, compiled
from innoatlas.text.cutting import FIELD_BREAK
from innoatlas.text.fold import rows_with
from innoatlas.text.scan import Words, scan, windows

#: The fields of an address in the order in which they are joined to one text.
FIELDS = ("organisation", "address_text", "city", "region", "postcode", "country")
IN_ORGANISATION, IN_TEXT, IN_CITY, IN_REGION, IN_POSTCODE, IN_COUNTRY = range(len(FIELDS))

_CONTACT = r"(?i)(electronic address|e-?mail|correspond\w*|tel|fax)?\s*[:.]?\s*\S*@\S*"


#: Words of the longest window that any look-up by letters asks for.
LONGEST_WINDOW = 6


@compiled(NUMBERS, NUMBERS, NUMBERS)
def sum_within(running: Ints, first: Ints, end: Ints) -> Ints:
    """What a running sum over words grows by from the word `first` of each window to the word `end`, which is not of it."""
    sums = np.empty(len(first), np.int64)
    for at in range(len(first)):
        sums[at] = running[end[at]] - running[first[at]]
    return sums


@compiled(NUMBERS, NUMBERS, NUMBERS)
def _nothing_before(running: Ints, segment_first: Ints, first: Ints) -> Bools:
    begins = np.empty(len(first), np.bool_)
    for at in range(len(first)):
        begins[at] = running[first[at]] == running[segment_first[first[at]]]
    return begins


@compiled(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def _nothing_after(running: Ints, segment_last: Ints, first: Ints, size: Ints) -> Bools:
    ends = np.empty(len(first), np.bool_)
    for at in range(len(first)):
        end = first[at] + size[at]
        ends[at] = running[segment_last[end - 1] + 1] == running[end]
    return ends


@dataclass(frozen=True)
class Windows:
    """Windows of words within a segment, in the field for the town across its commas, the short ones first, with the hashes of their letters."""

    first: Ints
    size: Ints
    hash: Hashes

    def up_to(self, longest: int) -> "Windows":
        """Those of at most `longest` words."""
        count = int(np.searchsorted(self.size, longest, side="right"))
        return Windows(self.first[:count], self.size[:count], self.hash[:count])


@dataclass(frozen=True)
class Reading:
    """The words of a batch of addresses with what they are; every array has one entry per word unless it says otherwise."""

    words: Words
    marks: NDArray[np.uint16]  #: bits of `marks.MARKS`
    segment_first: Ints  #: first word of its segment
    segment_last: Ints  #: last word of its segment
    segments_after: Ints  #: segments that follow in its field
    segment_marks: NDArray[np.uint16]  #: bits of all words of its segment
    stems: Hashes  #: what the word adds to an organisation's bag of words, 0 for nothing
    told: Ints  #: how much it tells as a word of an organisation's name
    telling: Bools  #: carries letters of a name: no number, postal prefix or cedex
    telling_sum: Ints  #: (words + 1,) running count of telling words
    windows: Windows  #: of up to LONGEST_WINDOW words of a segment

    @property
    def rows(self) -> int:
        """Number of addresses."""
        return self.words.rows

    @cached_property
    def first_word(self) -> Ints:
        """(rows,) first word of each address."""
        return np.searchsorted(self.words.row, np.arange(self.rows))

    @cached_property
    def told_sum(self) -> Ints:
        """(words + 1,) running sum of what words tell."""
        return running_count(self.told)

    @cached_property
    def told_by_telling_sum(self) -> Ints:
        """(words + 1,) running sum of what telling words tell."""
        return running_count(self.told * self.telling)

    @cached_property
    def _marked_sums(self) -> dict[int, Ints]:
        return {}

    def marked_sum(self, bits: int) -> Ints:
        """(words + 1,) running count of words with one of the marks."""
        if bits not in self._marked_sums:
            self._marked_sums[bits] = running_count((self.marks & bits) != 0)
        return self._marked_sums[bits]

    @cached_property
    def named_segments_after(self) -> Ints:
        """(words,) segments with a telling word that follow in the word's field."""
        return _named_after(self.words.row, self.words.field, self.segment_first, self.segment_last, self.telling_sum)

    def tells(self, first: Ints, end: Ints) -> Ints:
        """How many telling words stand in first..end, end not included."""
        return sum_within(self.telling_sum, first, end)

    def is_whole_segment(self, first: Ints, size: Ints) -> Bools:
        """Nothing that tells is left outside the window, of the segment or of those that it reaches over."""
        return _nothing_before(self.telling_sum, self.segment_first, first) & self.ends_segment(first, size)

    def ends_segment(self, first: Ints, size: Ints) -> Bools:
        """Nothing that tells follows the window in its segment."""
        return _nothing_after(self.telling_sum, self.segment_last, first, size)

    def begins_segment(self, first: Ints) -> Bools:
        """Nothing that tells stands before the window in its segment."""
        return _nothing_before(self.telling_sum, self.segment_first, first)


def join_fields(addresses: pa.Table | pa.RecordBatch) -> pa.Array:
    """The fields of each address as one text, parted by FIELD_BREAK; an absent field is an empty part.

    >>> join_fields(pa.table({"city": ["Lyon"], "country": ["FR"]})).to_pylist() == [FIELD_BREAK * 2 + "Lyon" + FIELD_BREAK * 3 + "FR"]
    True
    """
    columns = [_strings(addresses, name) for name in FIELDS]
    return pc.binary_join_element_wise(*columns, FIELD_BREAK, null_handling="replace", null_replacement="")


def read(texts: pa.Array, marks: WordMarks, information: Information) -> Reading:
    """Scans texts made by `join_fields` and marks their words."""
    words = scan(_without_contacts(texts))
    hashes = words.hash_words()
    bits, stems = marks.of(hashes), marks.stems(hashes)
    segments = _of_segments(words.row, words.field, words.segment, bits)
    window_first, window_size = windows(_one_town(words), LONGEST_WINDOW)
    telling = (words.digits == 0) & ((bits & POSTAL) == 0)
    return Reading(
        words=words,
        marks=bits,
        segment_first=segments[0],
        segment_last=segments[1],
        segments_after=segments[2],
        segment_marks=segments[3],
        stems=stems,
        told=information.of(stems),
        telling=telling,
        telling_sum=running_count(telling),
        windows=Windows(window_first, window_size, words.hash(window_first, window_size)),
    )


def _one_town(words: Words) -> Ints:
    """The segment of each word, the whole field for the town as one: registers put commas into names, "CORPUS, CHRISTI"."""
    in_city = words.field == IN_CITY
    begins = in_city & (np.diff(words.row * len(FIELDS) + words.field, prepend=-1) != 0)
    at = np.flatnonzero(begins)
    unit = words.segment.copy()
    unit[in_city] = words.segment[at][np.cumsum(begins)[in_city] - 1]
    return unit


@compiled(NUMBERS, NUMBERS, NUMBERS, MARKED)
def _of_segments(row: Ints, field: Ints, segment: Ints, marks: NDArray[np.uint16]) -> tuple[Ints, Ints, Ints, NDArray[np.uint16]]:
    """Of each word the first and last word of its segment, the segments that follow in its field, and the marks of all words of its segment."""
    words = len(row)
    first, last, after, together = np.empty(words, np.int64), np.empty(words, np.int64), np.empty(words, np.int64), np.empty(words, np.uint16)
    end, following = words, 0
    while end > 0:
        begin, bits = end - 1, marks[end - 1]
        while begin > 0 and segment[begin - 1] == segment[end - 1]:
            begin -= 1
            bits |= marks[begin]
        same_field = end < words and row[end] == row[begin] and field[end] == field[begin]
        following = following + 1 if same_field else 0
        for word in range(begin, end):
            first[word], last[word], after[word], together[word] = begin, end - 1, following, bits
        end = begin
    return first, last, after, together


@compiled(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def _named_after(row: Ints, field: Ints, segment_first: Ints, segment_last: Ints, telling_sum: Ints) -> Ints:
    after = np.empty(len(row), np.int64)
    end, named = len(row), 0
    while end > 0:
        begin = segment_first[end - 1]
        if end < len(row) and row[end] == row[begin] and field[end] == field[begin]:
            named += telling_sum[segment_last[end] + 1] > telling_sum[end]
        else:
            named = 0
        for word in range(begin, end):
            after[word] = named
        end = begin
    return after


def _strings(addresses: pa.Table | pa.RecordBatch, name: str) -> pa.Array:
    if name not in addresses.schema.names:
        return pa.nulls(addresses.num_rows, pa.string())
    column = addresses.column(name)
    return (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).cast(pa.string())


def _without_contacts(texts: pa.Array) -> pa.Array:
    """E-mail addresses out, with the words that announce them."""
    found = rows_with(texts, "@")
    if not pc.any(found).as_py():
        return texts
    return pc.replace_with_mask(texts, found, pc.replace_substring_regex(texts.filter(found), _CONTACT, ","))

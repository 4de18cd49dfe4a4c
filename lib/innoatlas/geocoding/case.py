"""A batch of candidates beside the addresses that they may answer: what every feature reads."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.areas import Areas
from innoatlas.geocoding.candidates import FUZZY, NAME, ORGANISATION, POSTCODE, Candidates
from innoatlas.geocoding.covering import cover, longest_cover
from innoatlas.geocoding.index import Index
from innoatlas.geocoding.reading import Reading
from innoatlas.geocoding.regions import FIRST, FIRST_STRONG, FIRST_WEAK, SECOND, Regions, said_by_regions
from innoatlas.text.arrays import Bools, Ints

#: More than any place has, so that inhabitants take 27 bits of a key to sort by.
MOST_INHABITANTS = (1 << 27) - 1


@dataclass(frozen=True)
class Case:
    """Columns over candidates, made when a feature first asks for them."""

    reading: Reading
    areas: Areas
    candidates: Candidates
    index: Index

    @property
    def row(self) -> Ints:
        """Address of each candidate."""
        return self.candidates.row

    @property
    def first(self) -> Ints:
        """First word of its window."""
        return self.candidates.first

    @cached_property
    def end(self) -> Ints:
        """Word after its window."""
        return self.candidates.first + self.candidates.size

    @cached_property
    def is_name(self) -> Bools:
        """A town's name, to the letter."""
        return self.candidates.source == NAME

    @cached_property
    def is_postcode(self) -> Bools:
        """A postal code."""
        return self.candidates.source == POSTCODE

    @cached_property
    def is_organisation(self) -> Bools:
        """An organisation's name."""
        return self.candidates.source == ORGANISATION

    @cached_property
    def is_fuzzy(self) -> Bools:
        """A name by similarity or by its beginning."""
        return self.candidates.source == FUZZY

    @cached_property
    def is_town(self) -> Bools:
        """A town, by whatever name."""
        return self.is_name | self.is_fuzzy

    @cached_property
    def country(self) -> Ints:
        """Country of the place, as a number."""
        return self.index.places.country[self.candidates.place].astype(np.int64)

    @cached_property
    def admin1(self) -> Ints:
        """First-level region of the place, -1 when not known."""
        return self.index.places.admin1[self.candidates.place].astype(np.int64)

    @cached_property
    def admin2(self) -> Ints:
        """Second-level region of the place, -1 when not known."""
        return self.index.places.admin2[self.candidates.place].astype(np.int64)

    @cached_property
    def inhabitants(self) -> Ints:
        """Of the place, or of the town that it lies in."""
        return self.index.places.inhabitants[self.candidates.place]

    @cached_property
    def digits(self) -> Ints:
        """Decimal digits of the inhabitants beyond two, 0 to 6."""
        return np.sum([self.inhabitants >= 10**power for power in range(2, 8)], axis=0, dtype=np.int64)

    @cached_property
    def doublings_over_namesakes(self) -> Ints:
        """For the largest place that a window means, log2 of its inhabitants over the next one's, 0 to 4; 0 for the others."""
        window = self.first * 8 + np.minimum(self.candidates.size, 7)
        count = np.clip(self.inhabitants, 1, MOST_INHABITANTS)
        order = np.argsort(window * (MOST_INHABITANTS + 1) + (MOST_INHABITANTS - count), kind="stable")
        sorted_window, sorted_count = window[order], count[order].astype(np.float64)
        head = np.append(True, sorted_window[1:] != sorted_window[:-1]) if len(order) else np.zeros(0, np.bool_)
        following = np.append(sorted_count[1:], 1.0)
        alone = np.append(head[1:], True)
        doublings = np.log2(sorted_count / np.where(alone, 500.0, np.maximum(following, 500.0)))
        out = np.zeros(len(order), np.int64)
        out[order] = np.where(head, np.clip(np.floor(doublings), 0, 4), 0).astype(np.int64)
        return out

    @cached_property
    def rank_in_region(self) -> Ints:
        """Namesakes with more inhabitants among those of the window that lie in a region which the address writes clearly."""
        written = np.flatnonzero(self.first_level_strong.agrees)
        window = self.first[written] * 8 + np.minimum(self.candidates.size[written], 7)
        order = np.lexsort((self.candidates.rank[written], window))
        window = window[order]
        out = np.zeros(len(self.row), np.int64)
        out[written[order]] = np.arange(len(order)) - np.searchsorted(window, window)
        return out

    @cached_property
    def country_strength(self) -> Ints:
        """How strongly the address speaks for the place's country."""
        return self.areas.strength_of(self.row, self.country)

    @cached_property
    def best_strength(self) -> Ints:
        """How strongly it speaks for any country."""
        return self.areas.strengths[self.row, 0]

    @cached_property
    def letters(self) -> Ints:
        """Letters of the window."""
        words = self.reading.words
        return words.end[self.end - 1] - words.begin[self.first]

    @cached_property
    def information(self) -> Ints:
        """How much the window tells as an organisation's name."""
        return self.reading.told_sum[self.end] - self.reading.told_sum[self.first]

    @cached_property
    def information_beside(self) -> Ints:
        """How much the rest of its segments tells, as words of organisations' names."""
        total = self.reading.told_by_telling_sum
        begin, end = self.reading.segment_first[self.first], self.reading.segment_last[self.end - 1] + 1
        return total[end] - total[begin] - (total[self.end] - total[self.first])

    @cached_property
    def whole(self) -> Bools:
        """The window is a segment of its own, beside numbers."""
        return self.reading.is_whole_segment(self.first, self.candidates.size)

    @cached_property
    def field(self) -> Ints:
        """Field of the window."""
        return self.reading.words.field[self.first]

    @cached_property
    def named_segments_after(self) -> Ints:
        """Segments that follow in the field and say more than country, region or number."""
        return self.reading.named_segments_after[self.first]

    @cached_property
    def name_marks(self) -> NDArray[np.uint16]:
        """Marks of the window as one name."""
        return self.index.marks.of(self.reading.words.hash(self.first, self.candidates.size))

    def segment_marked(self, bits: int) -> Bools:
        """The window's segment holds a word with one of the marks, outside the window or in it."""
        return (self.reading.segment_marks[self.first] & bits) != 0

    def window_marked(self, bits: int) -> Bools:
        """The window itself holds a word with one of the marks."""
        marked = self.reading.marked_sum(bits)
        return marked[self.end] > marked[self.first]

    @cached_property
    def inside_longer_name(self) -> Bools:
        """A longer window, over this one, is a town's name too."""
        chosen = self.is_name
        longest = longest_cover(self.first[chosen], self.candidates.size[chosen], len(self.reading.marks))
        return self.is_name & (longest[self.first] > self.candidates.size)

    @cached_property
    def inside_organisation(self) -> Bools:
        """A known organisation's name of two words or more lies over the window."""
        chosen = self.is_organisation & (self.candidates.size > 1)
        covered = cover(self.first[chosen], self.candidates.size[chosen], len(self.reading.marks))
        return self.is_name & covered[self.first] & covered[self.end - 1]

    @cached_property
    def _said_by_regions(self) -> NDArray[np.uint16]:
        return said_by_regions(self.candidates, self.areas, self.index.places)

    @property
    def first_level_weak(self) -> Regions:
        """First-level regions written in any way."""
        return Regions(self._said_by_regions, FIRST_WEAK)

    @property
    def first_level(self) -> Regions:
        """First-level regions written with some weight."""
        return Regions(self._said_by_regions, FIRST)

    @property
    def first_level_strong(self) -> Regions:
        """First-level regions that are segments of their own, or given."""
        return Regions(self._said_by_regions, FIRST_STRONG)

    @property
    def second_level(self) -> Regions:
        """Second-level regions written with some weight."""
        return Regions(self._said_by_regions, SECOND)

    @cached_property
    def is_country_name(self) -> Bools:
        """The window is, or lies in, a country's name."""
        return self.areas.country_end[self.first] >= self.end

    @cached_property
    def is_country_read(self) -> Bools:
        """The window is, or lies in, the end of the text that is read as the country."""
        return self.areas.read_country_end[self.first] >= self.end

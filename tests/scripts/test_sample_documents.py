"""Quotas are exact: whoever counts fractionally finds them to the unit."""

from collections import defaultdict
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sampleworld.documents import PAPER, PAPER_WINDOW, PATENT, PATENT_WINDOW, Documents, draw_documents, draw_later, shares
from sampleworld.figures import Quota
from sampleworld.towns import Town


def _towns(*names: str) -> list[Town]:
    return [Town(name, "FR", "11", 48.0, 2.0, weight=float(number)) for number, name in enumerate(names, start=1)]


def _draw(seed: int) -> tuple[list[Quota], Documents]:
    quotas = [Quota("a", 12, 90, 3, 20, 2, 15), Quota("b", 5, 140, 1, 30, 1, 25), Quota("", 30, 60, 6, 12, 5, 10)]
    groups = [_towns("Aix", "Albi"), _towns("Brest"), _towns("Caen", "Cergy", "Cholet")]
    return quotas, draw_documents(quotas, groups, np.random.Generator(np.random.PCG64(seed)))


def test_each_group_holds_exactly_its_quota_although_papers_are_shared() -> None:
    quotas, documents = _draw(7)
    group_of_town = np.array([0, 0, 1, 2, 2, 2])
    before = documents.year < np.where(documents.kind == PATENT, PATENT_WINDOW, PAPER_WINDOW)
    counted: dict[tuple[int, int, bool], Fraction] = defaultdict(Fraction)
    for document, town in zip(documents.document, documents.town, strict=True):
        key = int(group_of_town[town]), int(documents.kind[document]), bool(before[document])
        counted[key] += Fraction(1, int(documents.persons[document]))
    assert documents.shared.sum() > 10
    for number, quota in enumerate(quotas):
        assert counted[number, PATENT, False] == quota.patents
        assert counted[number, PAPER, False] == quota.papers
        assert counted[number, PAPER, True] == quota.papers_before


def test_the_last_year_and_the_year_before_hold_what_the_quota_says() -> None:
    quotas, documents = _draw(7)
    for number, quota in enumerate(quotas):
        own = documents.group == number
        assert (own & (documents.kind == PAPER) & (documents.year == PAPER_WINDOW + 4)).sum() == quota.papers_last
        assert (own & (documents.kind == PATENT) & (documents.year == PATENT_WINDOW - 1)).sum() == quota.patents_before


def test_the_later_years_hold_as_many_documents_as_the_last_year_on_fewer_persons() -> None:
    quotas, documents = _draw(7)
    groups = [_towns("Aix", "Albi"), _towns("Brest"), _towns("Caen", "Cergy", "Cholet")]
    later = draw_later(quotas, groups, np.random.Generator(np.random.PCG64(8)))
    for number, quota in enumerate(quotas):
        for kind, last_year, count in ((PATENT, PATENT_WINDOW + 4, quota.patents_last), (PAPER, PAPER_WINDOW + 4, quota.papers_last)):
            years = later.year[(later.group == number) & (later.kind == kind)]
            assert np.bincount(years - last_year, minlength=3).tolist() == [0, count, count]
    assert later.persons[later.kind == PAPER].max() == 2
    assert len(later.document) / later.year.size < len(documents.document) / documents.year.size / 1.5


def test_the_same_seed_draws_the_same_world() -> None:
    one, other = _draw(3)[1], _draw(3)[1]
    assert all(np.array_equal(a, b) for a, b in zip(vars(one).values(), vars(other).values(), strict=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=12), st.integers(0, 500))
def test_shares_sum_to_the_total_and_leave_nobody_out(weights: list[float], total: int) -> None:
    dealt = shares(np.array(weights), total)
    assert dealt.sum() == total
    assert dealt.min() >= (2 if total >= 4 * len(weights) else 0)

"""Coverage summed for the page."""

import pytest

from innoatlas import tables
from innoatlas.atlas import located
from tests.atlas.invented import arrow


def _row(source, economy, year, score=0.5, **counts):
    full = {f"{name}_count": counts.get(name, 0) for name in tables.STANDINGS}
    listings = sum(full.values())
    found = sum(full[f"{name}_count"] for name in tables.LOCATED)
    return {
        "source": source,
        "economy_code": economy,
        "year": year,
        "listings_count": listings,
        **full,
        "located_count": found,
        "located_share": found / listings if listings else 0.0,
        "mean_score": score,
    }


TWO_YEARS = arrow(
    tables.COVERAGE,
    [
        _row("openalex", "FR", 2020, 0.5, city=10, none=10),
        _row("openalex", "FR", 2021, 1.0, city=30, admin1=50),
        _row("patstat", "FR", 2021, None, no_address=5),
        _row("patstat", "JP", 2021, 0.8, postcode=1),
    ],
)


def test_years_are_summed_and_the_mean_score_weighs_by_located_listings():
    first = located.by(TWO_YEARS, "source", "economy_code")[0]
    assert (first.listings_count, first.located_count, first.share) == (100, 40, 0.4)
    assert first.mean_score == pytest.approx((0.5 * 10 + 1.0 * 30) / 40)


def test_what_neighbours_placed_is_one_part_and_not_located():
    (one,) = located.by(arrow(tables.COVERAGE, [_row("patstat", "FR", 2021, city=5, inferred_from_family=3, inferred_from_organisation=2)]), "source")
    assert (one.part("inferred"), one.share, one.only_region) == (0.5, 0.5, 0)
    assert sum(one.counts.values()) == one.listings_count


def test_a_region_alone_is_not_located():
    assert located.by(TWO_YEARS, "source", "economy_code")[0].only_region == 50


def test_an_economy_with_nothing_located_has_no_mean_score():
    patstat_france = next(r for r in located.by(TWO_YEARS, "source", "economy_code") if (r.source, r.economy_code) == ("patstat", "FR"))
    assert patstat_france.mean_score is None
    assert patstat_france.share == 0.0


def test_the_total_is_the_same_over_any_split():
    assert located.total(located.by(TWO_YEARS, "source")) == located.total(located.by(TWO_YEARS, "economy_code"))


def test_nothing_has_no_share():
    empty = located.total(())
    assert empty.share is None
    assert empty.mean_score is None
    assert empty.part("city") == 0.0


def test_economies_come_in_the_order_asked_and_unknown_ones_are_left_out():
    rows = located.by(TWO_YEARS, "economy_code")
    assert [found.economy_code for found in located.of_economies(rows, ("JP", "XX", "FR"))] == ["JP", "FR"]

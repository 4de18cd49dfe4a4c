"""The accuracy report on an invented set over the small world: nothing of the real sets is needed."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from innoatlas.cli.geocoder import Geocoder
from innoatlas.errors import SourceError
from innoatlas.geocoding import engine
from innoatlas.geocoding.choice import FEATURE_NAMES
from innoatlas.geocoding.engine import Thresholds, geocode
from scripts.accuracy_report import confidence, left_out, mistakes, pictures
from scripts.accuracy_report.closed_world import closed_world, geocode_without, listed, own_organisations
from scripts.accuracy_report.judging import answers_of, groups, judged, outcomes, tiers, wilson
from scripts.accuracy_report.measuring import Measured, measure
from scripts.accuracy_report.page import BEGIN, END, Made, between_marks, markdown, publish
from scripts.accuracy_report.peer import peer_answers
from scripts.accuracy_report.questions import Questions, read_questions
from tests.geocoding.small_world import THRESHOLDS, reviewed_weights, small_index

ROOT = Path(__file__).resolve().parents[2]
SCORE = Path(__file__).with_name("invented_score.py")

#: id (c: check part), kind, tier, text, lat, lon, country
SET = """\
c1|point|A|Dept Phys, Lyon, France|45.75|4.85|FR
c2|point|A|12 High Street, Oxford, England|51.75|-1.26|GB
c3|point|B1|Drexel University|39.95|-75.16|US
c4|point|B1|University of Atlantis|51.0|-1.0|GB
c5|no_org|N|Mayo Clinic|||
c6|away|C|Drexel University, Boston, MA, USA|39.95|-75.16|US
t1|point|fields|city=Poughkeepsee|41.70|-73.92|US
t2|point|fields|city=Qwertzuiop|45.75|4.85|FR
t3|point|A|Springfield, MA, USA|39.80|-89.64|US
t4|point|A|Paris, TX, USA|48.85|2.35|FR
t5|point|doubtful truth|Lyon, France|45.18|5.72|FR
"""


@pytest.fixture(scope="module")
def geocoder(tmp_path_factory: pytest.TempPathFactory) -> Geocoder:
    return Geocoder(small_index(tmp_path_factory.mktemp("small") / "index"), reviewed_weights(), THRESHOLDS)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "aff_ror").mkdir()
    (folder / "aff_ror" / "dev.txt").write_text(SET, "utf-8")
    (folder / "aff_ror" / "dev.jsonl").write_text("c3|drexel\nc5|mayo\nc4|atlantis\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def questions(data: Path) -> Questions:
    return read_questions(data, SCORE, lambda _: None)


@pytest.fixture(scope="module")
def rows(questions: Questions, geocoder: Geocoder) -> pd.DataFrame:
    return judged(questions, geocode(questions.addresses, geocoder.index, geocoder.weights, geocoder.thresholds)).set_axis(
        [row.id for row in questions.rows], axis=0
    )


@pytest.fixture(scope="module")
def measured(questions: Questions, data: Path, geocoder: Geocoder, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    geocoders = {"accuracy": geocoder, "packages": geocoder}
    return measure(questions, data, geocoders, ROOT / "conf" / "reference", tmp_path_factory.mktemp("home"), True, lambda _: None)


@pytest.mark.parametrize(
    ("hits", "size", "low", "high"), [(96, 100, 0.9016, 0.9843), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 2, 0.0945, 0.9055), (0, 0, 0.0, 1.0)]
)
def test_the_interval_is_wilsons(hits: int, size: int, low: float, high: float) -> None:
    assert wilson(hits, size) == pytest.approx((low, high), abs=1e-4)


def test_every_set_is_read_and_absent_ones_are_said_by_name(data: Path) -> None:
    said: list[str] = []
    found = read_questions(data, SCORE, said.append)
    assert len(found) == len(SET.splitlines())
    assert set(found.sets) == {"aff_ror"}
    assert len(said) == 1
    assert said[0].startswith("skipped absent_set: no ")


def test_only_the_check_part_is_unseen(questions: Questions) -> None:
    assert [row.id for row in questions.check_part().rows] == ["c1", "c2", "c3", "c4", "c5", "c6"]
    assert len(questions.scored()) == len(questions)


def test_absent_data_an_absent_program_and_another_program_are_refused(tmp_path: Path, data: Path) -> None:
    with pytest.raises(SourceError, match="found no folder"):
        read_questions(tmp_path / "none", SCORE, print)
    with pytest.raises(SourceError, match="found no file"):
        read_questions(data, tmp_path / "score.py", print)
    (tmp_path / "score.py").write_text("SETS = {}\n")
    with pytest.raises(SourceError, match="found no Answer, Tally"):
        read_questions(data, tmp_path / "score.py", print)
    with pytest.raises(SourceError, match="at least one of the sets aff_ror, absent_set"):
        read_questions(tmp_path, SCORE, print)


@pytest.mark.parametrize(("words", "found"), [(["nowhere", str(SCORE)], "nowhere"), ([str(ROOT), "score.py"], "score.py: expected the scoring program")])
def test_bad_input_is_one_line_and_the_exit_code_of_refused_data(words: list[str], found: str, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "accuracy.py"), *words, "--home", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=tmp_path)
    assert ended.returncode == 3
    assert found in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_rows_are_judged_as_the_scoring_program_judges_them(rows: pd.DataFrame) -> None:
    assert rows.loc[["c1", "c2", "c3", "c6", "t1"], "outcome"].to_list() == ["right"] * 5
    assert rows.loc[["t3", "t4", "t5"], "outcome"].to_list() == ["wrong"] * 3
    assert not rows.loc["c5", "right"]
    assert rows.loc["c1", "km"] == pytest.approx(0, abs=1)
    assert rows.loc["t5", "km"] == pytest.approx(93, abs=3)
    assert np.isnan(rows.loc["c5", "km"])


def test_tiers_are_the_records_of_the_scoring_program(questions: Questions, geocoder: Geocoder) -> None:
    found = geocode(questions.addresses, geocoder.index, geocoder.weights, geocoder.thresholds)
    shares = {record["tier"]: (record["rows"], record["right"]) for record in tiers(questions, answers_of(questions, found))}
    assert shares["A"] == (4, 0.5)
    assert shares["C"] == (1, 1.0)


def test_groups_count_answered_and_right_and_pool_the_small_ones() -> None:
    given = pd.DataFrame({"country": ["FR", "FR", "DE", "US"], "answered": [True, True, True, False], "right": [True, False, True, False]})
    found = groups(given, "country", 2)
    assert found[["country", "rows", "answered", "right"]].to_numpy().tolist() == [["FR", 2, 2, 1], ["others", 2, 1, 1]]
    assert found["low"].iloc[0] == pytest.approx(0.0945, abs=1e-4)


def _candidates(scores: list[float], right: list[bool]) -> pd.DataFrame:
    return pd.DataFrame({"score": scores, "right": right, "kind": "point", "has_truth": True, "answered": True, "set": "s", "tier": "A"})


def test_the_calibration_error_is_the_weighted_gap_of_the_bins() -> None:
    rows = _candidates([0.9] * 8 + [0.1] * 2, [True] * 6 + [False] * 4)
    bins = confidence.reliability(rows)
    assert bins[["rows", "hits"]].to_numpy().tolist() == [[2, 0], [8, 6]]
    assert confidence.expected_error(rows) == pytest.approx((2 * 0.1 + 8 * (0.9 - 0.75)) / 10)
    assert confidence.expected_error(_candidates([1.0] * 3, [True] * 3)) == 0.0
    assert confidence.by_set(rows)["error"].to_list() == [pytest.approx(0.14)]


def test_a_higher_threshold_covers_less() -> None:
    rows = _candidates([0.99, 0.8, 0.4], [True, True, False])
    rows.loc[3] = {"score": 0.9, "right": False, "kind": "point", "has_truth": True, "answered": False, "set": "s", "tier": "A"}
    found = confidence.coverage(rows).set_index("level")
    assert found.loc[0.0, ["covered", "precise"]].to_list() == [0.75, pytest.approx(2 / 3)]
    assert found.loc[0.5, ["covered", "precise"]].to_list() == [0.5, 1.0]
    assert found["covered"].is_monotonic_decreasing


def test_an_organisation_is_not_found_once_it_is_taken_out_of_the_table(questions: Questions, data: Path, geocoder: Geocoder) -> None:
    own = own_organisations(data, questions)
    assert [row.id for row, known in zip(questions.rows, listed(own, geocoder.index), strict=True) if known] == ["c3", "c5"]
    whole = geocode(questions.addresses, geocoder.index, geocoder.weights, geocoder.thresholds)
    without = geocode_without(questions, own, geocoder)
    changed = [row.id for row, a, b in zip(questions.rows, whole["place_id"].to_pylist(), without["place_id"].to_pylist(), strict=True) if a != b]
    assert changed == ["c3", "c5"]
    found = closed_world(questions, own, geocoder).set_index("tier")
    assert found.loc["aff_ror, B1", ["rows", "answered", "answered_without"]].to_list() == [1, 1.0, 0.0]


def test_only_the_rows_own_organisation_is_taken_out_whatever_its_batch(questions: Questions, geocoder: Geocoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BATCH", 2)
    twice = Questions(questions.score, ("aff_ror",) * 6, (questions.rows[2],) * 6)
    own = [frozenset({"ror:drexel"}) if at == 3 else frozenset({"ror:mayo"}) for at in range(6)]
    placed = [place is not None for place in geocode_without(twice, own, geocoder)["place_id"].to_pylist()]
    assert placed == [True, True, True, False, True, True]


def _mistaken(**differences: Any) -> dict[str, Any]:
    row = {"kind": "point", "tier": "A", "outcome": "wrong", "answered": True, "method": "name", "right_country": True, "flags": [], "km": 400.0}
    return row | {"sure_would_be_right": False, "has_city": False, "namesake_is_right": False} | differences


@pytest.mark.parametrize(
    ("differences", "kind"),
    [
        ({"kind": "no_org", "method": "organisation"}, "unlisted organisation answered"),
        ({"kind": "away", "method": "organisation"}, "head office answered"),
        ({"kind": "away"}, "head office's town in the text"),
        ({"method": "organisation", "right_country": False}, "organisation in a wrong country"),
        ({"right_country": False}, "wrong country"),
        ({"method": "organisation"}, "organisation elsewhere"),
        ({"flags": ["region_used_as_city"]}, "region taken for a town"),
        ({"km": 20.0}, "neighbouring town"),
        ({"method": "fuzzy", "has_city": True}, "misspelt name taken for another"),
        ({"namesake_is_right": True, "has_city": True}, "namesake chosen"),
        ({"method": "postcode"}, "postal code elsewhere"),
        ({"has_city": True}, "written as another town"),
        ({}, "other words taken for the town"),
        ({"answered": False, "outcome": "coarse", "right_country": False}, "wrong country read"),
        ({"answered": False, "outcome": "blank", "sure_would_be_right": True}, "right place not sure enough"),
        ({"answered": False, "outcome": "coarse", "tier": "B1"}, "organisation not known"),
        ({"answered": False, "outcome": "coarse", "has_city": True}, "town field not found"),
        ({"answered": False, "outcome": "coarse"}, "town in the text not found"),
        ({"answered": False, "outcome": "blank", "right_country": False}, "nothing answered"),
    ],
)
def test_an_error_is_of_the_first_kind_that_fits(differences: dict[str, Any], kind: str) -> None:
    assert mistakes.kind_of(_mistaken(**differences)) == kind


def test_every_kind_of_error_has_a_case_above() -> None:
    marks = test_an_error_is_of_the_first_kind_that_fits.pytestmark  # type: ignore[attr-defined]
    assert {kind for _, kind in marks[0].args[1]} == set(mistakes.KINDS)


def test_errors_of_the_small_world_are_told_apart_and_the_doubtful_are_passed_over(questions: Questions, geocoder: Geocoder, tmp_path: Path) -> None:
    index, weights = geocoder.index, geocoder.weights
    rows = judged(questions, geocode(questions.addresses, index, weights, geocoder.thresholds))
    best = judged(questions, geocode(questions.addresses, index, weights, Thresholds(0.0, 0.0)))
    found = mistakes.mistakes(rows, best, questions, index)
    told = {questions.rows[at].id: kind for at, kind in found["mistake"].items()}
    assert told == {
        "c4": "organisation not known",
        "c5": "unlisted organisation answered",
        "t2": "town field not found",
        "t3": "namesake chosen",
        "t4": "wrong country",
    }
    examples = mistakes.write_examples(found, questions, 5, tmp_path / "deep" / "errors.csv")
    assert examples["given"].to_list() == ["Springfield, MA, USA", "Qwertzuiop | FR", "Paris, TX, USA"]  # none of the check part
    assert pd.read_csv(tmp_path / "deep" / "errors.csv")["mistake"].to_list() == examples["mistake"].to_list()
    assert mistakes.counts(found, rows, 10)["errors"].sum() == 5


def test_each_rule_is_left_out_once_and_put_back(questions: Questions, geocoder: Geocoder) -> None:
    before = outcomes(questions, answers_of(questions, geocode(questions.addresses, geocoder.index, geocoder.weights, geocoder.thresholds)))
    found = left_out.effects(questions, geocoder).set_index("rule")
    after = outcomes(questions, answers_of(questions, geocode(questions.addresses, geocoder.index, geocoder.weights, geocoder.thresholds)))
    assert before == after
    weighted = {name for name, tenths in zip(FEATURE_NAMES, geocoder.weights.tenths, strict=True) if tenths}
    assert set(found.index[found["kind"] == "feature"]) == weighted
    assert found.loc["misspelt.find_misspelt", "only_with"] == 1
    assert found.loc["candidates.find_organisations", ["only_with", "only_without"]].to_list() == [1, 1]
    assert found.loc["candidates.find_names", ["only_with", "only_without"]].to_list() == [2, 0]
    assert (found["adds"] * len(questions)).to_list() == pytest.approx((found["only_with"] - found["only_without"]).to_list())
    assert found["adds"].is_monotonic_decreasing


def test_the_peer_finds_exact_and_similar_towns_of_the_country(questions: Questions, geocoder: Geocoder) -> None:
    found = outcomes(questions, peer_answers(questions, geocoder.index, ROOT / "conf" / "reference"))
    judged_as = dict(zip((row.id for row in questions.rows), found, strict=True))
    assert [judged_as[one] for one in ("c1", "c2", "t1")] == ["right"] * 3
    assert [judged_as[one] for one in ("c3", "c4", "t2")] == ["blank"] * 3


def test_the_page_holds_every_part_and_keeps_what_was_written_by_hand(measured: Measured, tmp_path: Path) -> None:
    page = tmp_path / "accuracy.md"
    page.write_text(f"# By hand\n\n{BEGIN}\nstale figures\n{END}\n\n## After, by hand \\1\n", "utf-8")
    made = Made("2026-01-02", "abc1234", "0.1.0+x", "quiet")
    publish(page, measured, made)
    text = page.read_text("utf-8")
    assert text.startswith(f"# By hand\n\n{BEGIN}\n\nMeasured on 2026-01-02 at commit abc1234, code 0.1.0+x; gazetteer ")
    assert text.endswith(f"\n\n{END}\n\n## After, by hand \\1\n")
    assert "stale figures" not in text
    for part in ("the default gazetteer alone", "by a peer", "Expected calibration error", "taken out of the table", "kinds of error", "each rule adds"):
        assert part in text
    publish(page, measured, made)
    assert page.read_text("utf-8") == text
    assert "Drexel" not in text


def test_the_pages_own_text_stays_and_a_page_without_marks_is_refused() -> None:
    page = ROOT / "docs" / "accuracy.md"
    text = page.read_text("utf-8")
    assert between_marks(text, "new", page).startswith(text[: text.index(BEGIN)])
    with pytest.raises(SourceError, match="end of results"):
        between_marks("# Accuracy", "", page)


def test_the_pictures_are_the_same_bytes_for_the_same_numbers(measured: Measured) -> None:
    drawn = pictures.reliability(measured.reliability), pictures.coverage(measured.coverage)
    assert drawn == (pictures.reliability(measured.reliability), pictures.coverage(measured.coverage))
    for picture in drawn:
        assert picture.startswith("<svg ")
        assert picture.rstrip().endswith("</svg>")
        assert len(picture) < 8000


def test_a_point_on_the_diagonal_is_drawn_on_the_diagonal() -> None:
    bins = confidence.reliability(_candidates([0.5] * 4, [True, True, False, False]))
    assert '<circle cx="236.0" cy="236.0"' in pictures.reliability(bins)


def test_the_block_is_the_same_for_the_same_run(measured: Measured) -> None:
    made = Made("2026-01-02", "abc1234", "0.1.0+x", "")
    assert markdown(measured, made) == markdown(measured, made)

"""Journals: what is written stays, a torn end is mended, two writers do not meet."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innoatlas.errors import SourceError, TryAgainError
from innoatlas.fallback.journal import Answer, journals, opened, read

LYON = Answer(7, "nominatim", "Lyon, FR", "ODbL", "2024-05-01", 45.75, 4.83, "Lyon\u2028, «69»", '[{"lat": "45.75"}]\n')
NOTHING = Answer(-8, "nominatim", "nowhere", "ODbL", "2024-05-01", None, None, None, "[]")


def write(folder: Path, *answers: Answer) -> Path:
    with opened(folder, "nominatim") as journal:
        for answer in answers:
            journal.append(answer)
    return folder / "nominatim.jsonl"


def test_what_is_written_is_read_in_its_order_and_stays_when_more_comes(tmp_path: Path) -> None:
    file = write(tmp_path / "new", LYON, NOTHING)
    write(tmp_path / "new", replace(LYON, address_id=9))
    assert [answer.address_id for answer in read(file)] == [7, -8, 9]
    assert read(file)[:2] == (LYON, NOTHING)
    assert journals(tmp_path / "new") == [file]


def test_an_answer_is_on_the_disk_before_the_next_question(tmp_path: Path) -> None:
    with opened(tmp_path, "nominatim") as journal:
        journal.append(LYON)
        assert read(tmp_path / "nominatim.jsonl") == (LYON,)


@given(cut=st.integers(1, 400))
def test_a_kill_in_the_middle_of_a_line_loses_that_line_alone(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    file = write(tmp_path_factory.mktemp("torn"), LYON, NOTHING)
    whole = file.read_bytes()
    kept = whole[: max(len(whole) - cut, 0)]
    file.write_bytes(kept)
    left = kept.count(b"\n")
    assert read(file) == (LYON, NOTHING)[:left]
    with opened(file.parent, "nominatim") as journal:
        assert journal.answers == (LYON, NOTHING)[:left]
        journal.append(NOTHING)
    assert read(file) == (*(LYON, NOTHING)[:left], NOTHING)


@pytest.mark.parametrize("line", [b"{}", b"<html>", b"", b'{"address_id": "7"}', b"\xff\xfe"])
def test_a_whole_line_that_is_no_answer_is_named(tmp_path: Path, line: bytes) -> None:
    file = write(tmp_path, LYON)
    file.write_bytes(file.read_bytes() + line + b"\n")
    with pytest.raises(SourceError, match=r"nominatim\.jsonl, line 2: expected a frozen answer"):
        read(file)


def test_a_second_writer_is_sent_away(tmp_path: Path) -> None:
    with opened(tmp_path, "nominatim"), pytest.raises(TryAgainError, match="expected to be its only writer"), opened(tmp_path, "nominatim"):
        pass


def test_a_folder_that_is_not_there_holds_no_journal(tmp_path: Path) -> None:
    assert journals(tmp_path / "absent") == []

"""`innoatlas run --dry-run`: the plan of a run, or what is wrong with its conf; no session starts."""

import shutil
from pathlib import Path

import pytest

from innoatlas.cli import app
from innoatlas.runtime.logs import exit_code_of

CONF = Path(__file__).resolve().parents[2] / "conf"


def plan(*options: str) -> int:
    words = ["run", "--edition", "2023", "--conf", "sample", "--dry-run", *options]
    return exit_code_of(lambda: app(words, standalone_mode=False))


def test_the_plan_lists_what_leads_to_a_job_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan("--until", "points") == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]]
    assert names[-1] == "points"
    assert {"documents", "geocodes", "document_places"} <= set(names)
    assert not {"rankings", "coverage"} & set(names)


def test_a_plan_of_conf_that_no_run_could_follow_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(CONF, tmp_path / "conf")
    with (tmp_path / "conf" / "sample.toml").open("a") as sample:
        sample.write('\n[area_organisations]\nmoost = 3\n[cells]\nresolution = "five"\n')
    assert plan("--conf-dir", str(tmp_path / "conf")) == 2
    told = capsys.readouterr().err
    assert "area_organisations.moost is unknown" in told
    assert "cells.resolution" in told

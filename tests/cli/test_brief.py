"""`innoatlas brief`: which files it writes, and of which cluster."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import innoatlas.cli.atlas
from innoatlas.cli import app
from innoatlas.cli.brief import settings_told
from innoatlas.errors import SettingsError
from innoatlas.runtime.settings import load_conf
from tests.atlas.invented import world


@pytest.fixture
def run(monkeypatch, tmp_path: Path):
    settings = load_conf("sample", 2023, home=tmp_path)
    monkeypatch.setattr(innoatlas.cli.atlas, "opened", lambda *_: (settings, None))
    monkeypatch.setattr(innoatlas.cli.atlas, "arrow_tables", lambda *_: world(clusters=4, points_per_cluster=2, hermits=1, economies=5))
    return lambda name, *options: CliRunner().invoke(app, ["brief", name, "--edition", "2023", "--conf", "sample", *options])


def test_a_brief_lies_in_the_home_named_by_rank_and_name(run, tmp_path: Path):
    assert run("seoul").exit_code == 0
    (file,) = (tmp_path / "briefs").iterdir()
    assert file.name == "innoatlas-2023-004-seoul.html"
    assert "<h1>Seoul</h1>" in file.read_text(encoding="utf-8")


def test_markdown_has_its_map_beside_it(run, tmp_path: Path):
    assert run("Tokyo", "--format", "markdown", "--output", str(tmp_path / "out" / "tokyo.md")).exit_code == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["tokyo.md", "tokyo.svg"]
    assert "(<tokyo.svg>)" in (tmp_path / "out" / "tokyo.md").read_text(encoding="utf-8")


def test_a_name_that_no_cluster_has_is_an_error_and_writes_nothing(run, tmp_path: Path):
    refused = run("Atlantis").exception
    assert isinstance(refused, SettingsError)
    assert not list(tmp_path.rglob("*.html"))


def test_no_setting_that_is_told_names_a_folder():
    told = settings_told(load_conf("sample", 2023))
    assert told["documents"].values == {"windows.patent": [2018, 2022], "windows.paper": [2017, 2021]}
    assert not [value for section in told.values() for value in section.values.values() if "/" in str(value)]

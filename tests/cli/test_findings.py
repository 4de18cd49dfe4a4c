"""`innoatlas findings`: what it reads, and what it writes where."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import innoatlas.cli.atlas
from innoatlas.cli import app
from innoatlas.cli.findings import tables_there_are
from innoatlas.errors import MissingTableError
from innoatlas.runtime.settings import load_conf
from tests.atlas.invented import world


class Frame:
    def __init__(self, table):
        self.table = table

    def toArrow(self):  # noqa: N802 - Spark's name
        return self.table


class Tables:
    """A store of an invented world, in which no run has made cluster_intensity."""

    def __init__(self):
        self.made = world(clusters=3, points_per_cluster=2, hermits=1, economies=5)

    def read(self, name, edition):
        if name == "cluster_intensity":
            raise MissingTableError(name)
        return Frame(self.made[name])


@pytest.fixture
def run(monkeypatch):
    settings = load_conf("sample", 2023)
    monkeypatch.setattr(innoatlas.cli.atlas, "opened", lambda *_: (settings, Tables()))
    return lambda *options: CliRunner().invoke(app, ["findings", "--edition", "2023", "--conf", "sample", *options])


def test_a_table_that_no_run_has_made_is_left_out():
    assert list(tables_there_are(Tables(), 2023, ("rankings", "cluster_intensity"))) == ["rankings"]


def test_markdown_goes_to_the_terminal_and_names_what_is_withheld(run):
    lines = run().output.splitlines()
    assert lines[0] == "# Findings"
    assert "The first 3 clusters by score are Tokyo–Yokohama (Japan), Shenzhen–Hong Kong–Guangzhou (China/Hong Kong) and Seoul (South Korea)." in lines
    assert "- Most intensive clusters: the table cluster_intensity has not been made for this edition." in lines


def test_json_is_written_to_the_file_that_is_named(run, tmp_path: Path):
    file = tmp_path / "new" / "findings.json"
    assert run("--format", "json", "--output", str(file)).output.startswith(f"{file}: ")
    assert json.loads(file.read_text(encoding="utf-8"))["findings"][0]["title"] == "First clusters"

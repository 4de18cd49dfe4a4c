"""The rules of the design, kept by reading the sources: who may import whom, one job a table, words for everything."""

import ast
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from innoatlas.runtime.graph import discover
from innoatlas.tables import TABLES

ROOT = Path(__file__).resolve().parents[1]
LIB = ROOT / "lib" / "innoatlas"
MODULES = sorted(LIB.rglob("*.py"))
JOBS = sorted(file for file in (ROOT / "jobs").glob("*.py") if file.stem != "__init__")
SOURCES = [*MODULES, *JOBS, *sorted((ROOT / "scripts").rglob("*.py"))]

#: What every part may import.
GROUND = {"contract", "tables", "flags", "errors", "frames"}
DOMAIN = {
    "sources", "gazetteer", "addresses", "geocoding", "counting", "clustering", "collaboration", "ranking", "fields", "organisations", "fallback",
    "areas", "people", "atlas",
}  # fmt: skip
MAY_IMPORT = {"geo": GROUND, "text": GROUND, "runtime": GROUND, **dict.fromkeys(DOMAIN, GROUND | {"geo", "text"}), **dict.fromkeys(GROUND, GROUND)}

#: Tables that every job leaves behind, and none is named after.
LEFT_BY_ALL = {"quarantine", "job_runs"}


def name_of(file: Path) -> str:
    """Dotted name of a module of lib or jobs."""
    base = ROOT / "lib" if file.is_relative_to(LIB) else ROOT
    return ".".join(file.relative_to(base).with_suffix("").parts).removesuffix(".__init__")


def imported(file: Path) -> set[str]:
    """Dotted names that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "innoatlas" else {node.module}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def parts_imported(file: Path) -> set[str]:
    """Parts of innoatlas that a file imports: `geo`, `tables`, …"""
    return {name.split(".")[1] for name in imported(file) if name.startswith("innoatlas.")}


@pytest.mark.parametrize("file", [file for file in MODULES if file.relative_to(LIB).parts[0].removesuffix(".py") in MAY_IMPORT], ids=name_of)
def test_a_part_imports_only_what_lies_below_it(file: Path) -> None:
    part = file.relative_to(LIB).parts[0].removesuffix(".py")
    assert parts_imported(file) - MAY_IMPORT[part] - {part} == set()
    assert not [name for name in imported(file) if name.split(".")[0] == "jobs"]


@pytest.mark.parametrize("file", JOBS, ids=name_of)
def test_no_job_imports_a_job(file: Path) -> None:
    assert not [name for name in imported(file) if name.split(".")[0] == "jobs"]


@pytest.mark.parametrize("file", [*MODULES, *JOBS], ids=name_of)
def test_every_module_imports_and_has_words(file: Path) -> None:
    assert (import_module(name_of(file)).__doc__ or "").strip()


def test_every_table_has_a_job_and_every_job_a_table() -> None:
    assert set(discover()) | LEFT_BY_ALL == set(TABLES)


@pytest.mark.parametrize("file", JOBS, ids=name_of)
def test_a_job_says_what_it_reads_and_decides_and_runs_from_its_own_file(file: Path) -> None:
    job = discover()[file.stem]
    reads, _, rest = job.sentence.partition(" -> ")
    assert rest.startswith(f"{job.name}: "), "a job's module begins: inputs -> NAME: what is decided"
    assert not job.inputs or reads.split(" + ") == list(job.inputs)
    assert job.function.__doc__
    assert f'if __name__ == "__main__":\n    run({job.name})\n' in file.read_text("utf-8")


@pytest.mark.parametrize("file", [file for file in MODULES if file.stem != "tables"], ids=name_of)  # the list of all tables is one page
def test_no_file_is_longer_than_250_lines(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= 250


def test_no_name_says_nothing() -> None:
    assert not [file for file in SOURCES if file.stem in {"utils", "helpers", "common", "misc"}]


def calls(file: Path) -> set[str]:
    """Attributes and names that a file calls or reads, `a.b` as `b`."""
    nodes = list(ast.walk(ast.parse(file.read_bytes())))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} | {node.id for node in nodes if isinstance(node, ast.Name)}


def users(words: set[str], among: list[Path]) -> set[str]:
    return {name_of(file) for file in among if calls(file) & words}


def test_only_the_session_builds_a_session() -> None:
    assert users({"getOrCreate"}, [*MODULES, *JOBS]) == {"innoatlas.runtime.session"}


def test_only_the_store_reads_and_writes_tables() -> None:
    assert users({"DeltaTable"}, [*MODULES, *JOBS]) <= {"innoatlas.runtime.store", "innoatlas.runtime.delta"}
    assert users({"saveAsTable", "insertInto"}, [*MODULES, *JOBS]) == set()
    delta = [file for file in [*MODULES, *JOBS] if re.search(r"""format\(["']delta["']\)""", file.read_text("utf-8"))]
    assert {name_of(file) for file in delta} == {"innoatlas.runtime.store"}


def test_only_the_settings_open_conf() -> None:
    toml = {name_of(file) for file in [*MODULES, *JOBS] if {"tomllib", "tomli"} & {name.split(".")[0] for name in imported(file)}}
    assert "innoatlas.runtime.settings" in toml
    for name in toml - {"innoatlas.runtime.settings"}:  # reference data may be TOML too; conf is not theirs
        file = next(file for file in [*MODULES, *JOBS] if name_of(file) == name)
        assert not re.search(r"base\.toml|editions", file.read_text("utf-8")), f"{name} opens conf"


def test_only_online_opens_a_socket() -> None:
    network = {"socket", "requests", "httpx", "urllib3", "aiohttp", "urllib.request", "http.client", "geopy.geocoders", "geopy.adapters"}
    assert {name_of(file) for file in [*MODULES, *JOBS] if imported(file) & network} == {"innoatlas.runtime.online"}


RANDOM = {"rand", "randn", "monotonically_increasing_id", "uuid4", "uuid1"}


@pytest.mark.parametrize("file", [*MODULES, *JOBS], ids=name_of)
def test_nothing_is_random_and_no_function_of_python_sees_single_rows(file: Path) -> None:
    assert calls(file) & RANDOM == set()
    assert calls(file) & {"udf", "pandas_udf"} == set()
    assert "random" not in {name.split(".")[0] for name in imported(file)}


def test_the_command_line_starts_without_spark() -> None:
    """`innoatlas --help` must not wait for Spark or for tables of numbers."""
    script = "import sys, innoatlas.cli; print(sorted({'pyspark', 'delta', 'pandas', 'pyarrow', 'bokeh'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT / "lib")})
    assert done.stdout.strip() == "[]"


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    folders = re.compile("|".join(f"(?<![\\w.~}}])/{name}/" for name in ("work", "root", "home/\\w+", "Users/\\w+")))
    texts = [
        file
        for folder in ("lib", "jobs", "conf", "scripts", "docs")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".toml", ".md", ".tsv", ".txt"}
    ]
    found = {
        str(file.relative_to(ROOT)): match[0]
        for file in [*texts, ROOT / "Makefile", ROOT / ".ci" / "run"]
        if (match := folders.search(file.read_text("utf-8")))
    }
    assert found == {}


def test_sources_parse_on_the_oldest_python_that_is_promised() -> None:
    assert sys.version_info >= (3, 11)
    for file in SOURCES:
        ast.parse(file.read_bytes(), feature_version=(3, 11))

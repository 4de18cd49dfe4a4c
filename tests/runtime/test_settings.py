"""Conf: overlays, types, and one error for everything that is wrong."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from innoatlas.errors import SettingsError
from innoatlas.runtime.settings import Conf, find_conf, known_editions, load_conf


@dataclass(frozen=True)
class Inner:
    radius_km: float


@dataclass(frozen=True)
class Settings:
    name: str
    count: int
    share: float
    on: bool
    folder: Path
    years: tuple[int, ...]
    by_kind: dict[str, Inner]
    sources: dict[str, dict[str, Any]]


GOOD = """
name = "${home}/x"
count = 3
share = 1
on = true
folder = "${root}/y"
years = [2018, 2022]
by_kind = {paper = {radius_km = 15}}
sources = {openalex = {format = "openalex", files = ["${root}/a"]}}
"""


def conf_of(tmp_path: Path, base: str = "", environment: str = "", preset: str = "") -> Conf:
    """A folder of conf with the environment `here` and the edition 2023."""
    folder = tmp_path / "conf"
    (folder / "editions").mkdir(parents=True, exist_ok=True)
    (folder / "base.toml").write_text('[run]\nhome = "build"\njobs_at_once = 2\n' + base)
    (folder / "here.toml").write_text(environment)
    (folder / "editions" / "2023.toml").write_text(preset)
    return load_conf("here", 2023, folder=folder)


def test_values_come_typed_and_folders_expanded(tmp_path: Path) -> None:
    settings = conf_of(tmp_path, "[job]" + GOOD).typed({"job": Settings})["job"]
    assert settings == Settings(
        name=f"{tmp_path}/build/x",
        count=3,
        share=1.0,
        on=True,
        folder=tmp_path / "y",
        years=(2018, 2022),
        by_kind={"paper": Inner(15.0)},
        sources={"openalex": {"format": "openalex", "files": [f"{tmp_path}/a"]}},
    )


def test_the_edition_stands_over_the_environment_and_that_over_the_base(tmp_path: Path) -> None:
    conf = conf_of(tmp_path, "[a]\nx = 1\ny = 1\nz = 1\n[a.b]\nu = 1\nv = 1", "[a]\ny = 2\nz = 2\n[a.b]\nv = 2", "[a]\nz = 3")
    assert conf.sections["a"] == {"x": 1, "y": 2, "z": 3, "b": {"u": 1, "v": 2}}


@pytest.mark.parametrize(
    ("section", "said"),
    [
        (GOOD + "cuont = 1", ["job.cuont is unknown", "known are ['name', 'count'"]),
        (GOOD.replace("count = 3", ""), ["job.count is missing"]),
        (GOOD.replace("count = 3", "count = 3.5"), ["job.count: expected a valid integer, found 3.5"]),
        (GOOD.replace("count = 3", "count = true"), ["job.count: expected a valid integer, found True"]),
        (GOOD.replace("on = true", "on = 1"), ["job.on: expected a valid boolean, found 1"]),
        (GOOD.replace("[2018, 2022]", '[2018, "x"]'), ["job.years.1: expected a valid integer"]),
        (GOOD.replace("radius_km", "radius"), ["job.by_kind.paper.radius is unknown, known are ['radius_km']", "job.by_kind.paper.radius_km is missing"]),
        (GOOD.replace("count = 3", "").replace("share = 1", 'share = "x"') + "extra = 1", ["job.count is missing", "job.share", "job.extra is unknown"]),
    ],
)
def test_everything_wrong_is_said_at_once(tmp_path: Path, section: str, said: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        conf_of(tmp_path, "[job]" + section).typed({"job": Settings})
    assert [part for part in said if part not in str(caught.value)] == []
    assert "\n" not in str(caught.value)


def test_a_missing_section_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"expected the sections \['job'\]"):
        conf_of(tmp_path).typed({"job": Settings})


def test_a_section_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"the sections \['jbo'\] are unknown; known are \['job', 'run'\]"):
        conf_of(tmp_path, "[jbo]\nx = 1").refuse_other_sections({"run", "job"})


def test_an_edition_without_a_preset_is_refused_with_those_there_are(tmp_path: Path) -> None:
    folder = conf_of(tmp_path).folder
    with pytest.raises(SettingsError, match="edition 1999: expected one of 2023") as caught:
        load_conf("here", 1999, folder=folder)
    assert caught.value.exit_code == 2


def test_an_unknown_environment_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="environment there: expected one of here"):
        load_conf("there", 2023, folder=conf_of(tmp_path).folder)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"base\.toml: expected TOML"):
        conf_of(tmp_path, "[job\n")


def test_a_value_outside_sections_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="found \\['loose'\\] outside"):
        conf_of(tmp_path, environment="loose = 1")


def test_a_folder_without_conf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="INNOATLAS_CONF"):
        find_conf(tmp_path)


def test_the_variable_says_where_conf_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = conf_of(tmp_path).folder
    monkeypatch.setenv("INNOATLAS_CONF", str(folder))
    assert find_conf() == folder.resolve()


def test_the_digest_of_a_section_changes_with_its_values_alone(tmp_path: Path) -> None:
    one = conf_of(tmp_path / "a", "[job]\nx = 1\ny = '${home}'").digest("job")
    assert conf_of(tmp_path / "b", "[job]\ny = '${home}'\n# a comment\nx = 1").digest("job") == one
    assert conf_of(tmp_path / "c", "[job]\nx = 2\ny = '${home}'").digest("job") != one


def test_home_given_stands_over_that_of_conf(tmp_path: Path) -> None:
    folder = conf_of(tmp_path).folder
    assert load_conf("here", 2023, folder=folder, home=tmp_path / "other").home == tmp_path / "other"
    assert load_conf("here", 2023, folder=folder).home == tmp_path / "build"


@pytest.mark.parametrize("edition", [2023, 2024, 2025])
def test_the_projects_own_editions_have_windows_of_five_years(edition: int) -> None:
    assert edition in known_editions(find_conf())
    windows = load_conf("sample", edition).sections["documents"]["windows"]
    assert {last - first for first, last in windows.values()} == {4}
    assert windows["patent"] == [edition - 5, edition - 1]
    assert windows["paper"] == [edition - 6, edition - 2]


@pytest.mark.parametrize("edition", [2023, 2024, 2025, 9999])
@pytest.mark.parametrize("environment", ["accuracy", "cluster", "local", "real", "sample"])
def test_what_follows_the_rule_of_another_job_says_the_same(environment: str, edition: int) -> None:
    sections = load_conf(environment, edition).sections
    rule = sections["cluster_members"]
    for name in ("point_weight", "radius_km", "min_weight", "merge_km"):
        assert sections["rank_intervals"][name] == rule[name]
    for name in ("point_weight", "merge_km"):
        assert sections["stability"][name] == rule[name]
        assert sections["list_rankings"][name] == rule[name]
    for name in ("radius_km", "min_weight"):
        assert rule[name] in sections["stability"][name]
    assert sections["list_rankings"]["radius_km"] == sections["count_growth"]["radius_km"] == rule["radius_km"]
    assert sections["area_women"] == sections["cluster_women"]

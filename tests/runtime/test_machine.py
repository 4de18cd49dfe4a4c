"""A wrong machine is told in one sentence, before any JVM starts."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from innoatlas.errors import SettingsError
from innoatlas.runtime.machine import JARS, check_packages, delta_jars, java_version


def fake_java(folder: Path, says: str) -> None:
    """A `java` that answers -version as some JVMs do."""
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho '{says}' >&2\n")
    java.chmod(0o755)


@pytest.mark.parametrize(("says", "major"), [('openjdk version "17.0.15" 2025-04-15', 17), ('java version "21" 2023-09-19 LTS', 21)])
def test_java_17_and_later_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, major: int) -> None:
    fake_java(tmp_path, says)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert java_version() == major


@pytest.mark.parametrize(
    ("says", "found"), [('java version "1.8.0_392"', "version 8"), ('openjdk version "11.0.2"', "version 11"), ("Segmentation fault", "names no version")]
)
def test_an_old_or_odd_java_is_refused_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, found: str) -> None:
    fake_java(tmp_path, says)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(SettingsError, match=found) as caught:
        java_version()
    assert "openjdk-17-jre-headless" in str(caught.value)


def test_the_java_of_the_path_is_looked_at_when_there_is_no_java_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_java(tmp_path, 'openjdk version "11.0.2"')
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with pytest.raises(SettingsError, match="found version 11"):
        java_version()


def test_no_java_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match="Java: expected version 17 or later, found none"):
        java_version()


@pytest.mark.parametrize(
    ("installed", "said"),
    [
        ({"pyspark": "4.2.0", "delta-spark": "4.4.0", "pandas": "2.3.0"}, "found pyspark 4.2.0 with delta-spark 4.4.0"),
        ({"pyspark": "4.1.1", "delta-spark": "4.0.0", "pandas": "2.3.0"}, "expected pyspark 4.1.1 with delta-spark 4.4.0"),
        ({"pyspark": "4.1.1", "delta-spark": "4.4.0", "pandas": "3.0.1"}, "pandas: expected a version below 3, found 3.0.1"),
        ({"pyspark": "4.1.1", "pandas": "2.3.0"}, "delta-spark: expected to be installed"),
    ],
)
def test_packages_that_do_not_go_together_are_refused(installed: dict[str, str], said: str) -> None:
    def version(name: str) -> str:
        if name not in installed:
            raise PackageNotFoundError(name)
        return installed[name]

    with pytest.raises(SettingsError, match=said):
        check_packages(version)


def test_absent_jars_are_named_with_the_command_that_fetches_them(tmp_path: Path) -> None:
    for start in JARS[1:]:
        (tmp_path / f"{start}1.jar").touch()
    with pytest.raises(SettingsError, match=r"expected delta-spark_\*\.jar.*make jars"):
        delta_jars(tmp_path)

"""Conf: base.toml ◀ one environment ◀ the edition's preset, overlaid by section and key, then typed into each reader's own dataclass.

Configuration is data: there are no defaults in code, and what no dataclass names is refused. In a text, `${root}` stands for the folder that
holds `conf`, and `${home}` for the folder that holds everything a run writes.
"""

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from innoatlas.errors import SettingsError

#: Where conf is looked for when no folder is given and the package does not lie beside it.
CONF_VARIABLE = "INNOATLAS_CONF"


@dataclass(frozen=True)
class RunSettings:
    """The section `run`."""

    home: str  #: folder that holds everything a run writes; relative to the folder that holds conf
    jobs_at_once: int  #: jobs that run side by side, where they do not read one another


@dataclass(frozen=True)
class Conf:
    """One environment and edition, read and overlaid, its values not yet typed."""

    folder: Path
    environment: str
    edition: int
    home: Path
    sections: Mapping[str, Mapping[str, Any]]

    @property
    def reference(self) -> Path:
        """Folder of the reference data."""
        return self.folder / "reference"

    def typed(self, shapes: Mapping[str, type]) -> dict[str, Any]:
        """Each named section as its dataclass; SettingsError lists every unknown, missing or wrongly typed key of all of them at once."""
        if absent := [name for name, shape in shapes.items() if name not in self.sections and fields(shape)]:
            raise SettingsError(f"conf: expected the sections {sorted(absent)}, found {sorted(self.sections)}. Add them to {self.folder / 'base.toml'}.")
        words = {"${root}": str(self.folder.parent), "${home}": str(self.home)}
        return _typed(shapes, {name: _expand(self.sections.get(name, {}), words) for name in shapes})

    def refuse_other_sections(self, known: set[str]) -> None:
        """SettingsError when a section has a name that nothing reads."""
        if unknown := sorted(set(self.sections) - known):
            raise SettingsError(f"conf: the sections {unknown} are unknown; known are {sorted(known)}. Correct the name in {self.folder}.")

    def digest(self, name: str) -> str:
        """Digest of a section as it is written, so that it is the same on every machine."""
        return hashlib.sha256(json.dumps(self.sections.get(name, {}), sort_keys=True, default=str).encode()).hexdigest()[:16]


def load_conf(environment: str, edition: int, *, folder: Path | None = None, home: Path | None = None) -> Conf:
    """Read and overlay the three files; SettingsError names a file that is absent or is no TOML, and the environments or editions there are."""
    folder = find_conf(folder)
    base = _read(folder / "base.toml")
    over = _read(_choice(folder, environment, "environment"))
    preset = _read(_choice(folder / "editions", str(edition), "edition"))
    sections = _overlay(_overlay(base, over), preset)
    if loose := sorted(name for name, section in sections.items() if not isinstance(section, dict)):
        raise SettingsError(f"{folder}: expected every value in a section, found {loose} outside. Move them into the section that reads them.")
    run = Conf(folder, environment, edition, Path(), sections).typed({"run": RunSettings})["run"]
    return Conf(folder, environment, edition, (home or folder.parent / run.home).absolute(), sections)


def find_conf(folder: Path | None = None) -> Path:
    """The folder given, else that of the variable INNOATLAS_CONF, else the nearest `conf` above this package."""
    given = folder or (Path(os.environ[CONF_VARIABLE]) if os.environ.get(CONF_VARIABLE) else None)
    candidates = [given] if given else [parent / "conf" for parent in Path(__file__).resolve().parents]
    for candidate in candidates:
        if (candidate / "base.toml").is_file():
            return candidate.resolve()
    raise SettingsError(f"conf: expected a folder with base.toml, found none at {given or Path(__file__).parent}. Give --conf-dir or set {CONF_VARIABLE}.")


def names_files(settings: Any) -> bool:
    """Whether any text in typed settings reads like a path: those may change without a word in conf.

    >>> @dataclass
    ... class Settings:
    ...     radius_km: float
    ...     layers: dict[str, str]
    >>> names_files(Settings(15.0, {"parks": "parks.csv"})), names_files(Settings(15.0, {"parks": "data/parks.csv"})), names_files(None)
    (False, True, False)
    """
    if is_dataclass(settings):
        settings = [getattr(settings, field.name) for field in fields(settings)]
    if isinstance(settings, Mapping):
        settings = list(settings.values())
    if isinstance(settings, list | tuple):
        return any(names_files(value) for value in settings)
    return isinstance(settings, str) and settings != "" and ("/" in settings or Path(settings).exists())


def known_editions(folder: Path) -> list[int]:
    """Editions that have a preset, in order."""
    return sorted(int(file.stem) for file in (folder / "editions").glob("*.toml") if file.stem.isdigit())


def _choice(folder: Path, name: str, what: str) -> Path:
    known = sorted(file.stem for file in folder.glob("*.toml") if file.stem != "base")
    if name not in known:
        raise SettingsError(f"{what} {name}: expected one of {', '.join(known)}. Choose one of these, or add {folder / name}.toml.")
    return folder / f"{name}.toml"


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: expected TOML, found: {error}. Correct the file.") from error


def _overlay(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are overlaid key by key, at every depth; any other value of `above` stands.

    >>> _overlay({"a": {"x": 1, "y": [1]}, "b": {"z": 0}}, {"a": {"y": [2]}})
    {'a': {'x': 1, 'y': [2]}, 'b': {'z': 0}}
    """
    both = {key: _overlay(below[key], value) if isinstance(value, dict) and isinstance(below.get(key), dict) else value for key, value in above.items()}
    return {**below, **both}


def _expand(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _expand(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [_expand(item, words) for item in value]
    if isinstance(value, str):
        for word, meaning in words.items():
            value = value.replace(word, meaning)
    return value


def _typed(shapes: Mapping[str, type], values: Mapping[str, Any]) -> dict[str, Any]:
    from pydantic import ConfigDict, TypeAdapter, ValidationError  # half a second that `innoatlas --help` need not pay

    strict = ConfigDict(strict=True, extra="forbid")
    typed, wrong = {}, []
    for name, shape in shapes.items():
        try:  # a one-key dict around the section hands the strictness on to plain dataclasses, nested ones too
            typed.update(TypeAdapter(dict[str, shape], config=strict).validate_json(json.dumps({name: values[name]}, default=str)))  # type: ignore[valid-type]
        except ValidationError as error:
            wrong += [_sentence(shape, details) for details in error.errors()]
    if wrong:
        raise SettingsError("conf: " + "; ".join(wrong) + ". Correct conf.")
    return typed


def _sentence(shape: type, details: Mapping[str, Any]) -> str:
    where, key = ".".join(str(part) for part in details["loc"]), details["loc"][-1]
    if details["type"] == "unexpected_keyword_argument":
        return f"{where} is unknown, known are {_known(shape, details['loc'][1:-1])}"
    if details["type"] == "missing":
        return f"{where} is missing, known are {_known(shape, details['loc'][1:-1])}"
    return f"{where}: expected {details['msg'].removeprefix('Input should be ')}, found {details['input']!r} for {key}"


def _known(shape: Any, path: tuple[str | int, ...]) -> list[str]:
    """Names of the keys that the dataclass at `path` below `shape` takes."""
    for part in path:
        if is_dataclass(shape):
            shape = get_type_hints(shape)[str(part)]
        elif get_origin(shape) is not None:
            shape = [kind for kind in get_args(shape) if kind is not Ellipsis][-1]
    return [field.name for field in fields(shape)] if is_dataclass(shape) else []

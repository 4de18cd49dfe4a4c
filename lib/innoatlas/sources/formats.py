"""From an entry of conf to documents: the module that reads its format, its settings with their types."""

from collections.abc import Mapping
from dataclasses import fields
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from pyspark.sql import DataFrame, SparkSession

import innoatlas.sources
from innoatlas.errors import SettingsError
from innoatlas.sources.scope import Scope


def read_source(spark: SparkSession, section: Mapping[str, Any], scope: Scope) -> DataFrame:
    """Documents and fates of one source. `section` is its entry in conf: `format` and the settings of that format's module.

    Raises SettingsError for an unknown format and for settings that are unknown, missing or of another type.
    """
    where = f"documents.sources.{scope.source}"
    module = _reader(section.get("format"), where)
    values = {name: value for name, value in section.items() if name != "format"}
    result: DataFrame = module.read(spark, _typed(module.Settings, values, where), scope)
    return result


def known_formats() -> list[str]:
    """Names of the modules of this package that read a format.

    >>> known_formats()
    ['neutral', 'openalex', 'patentsview', 'patstat']
    """
    names = (module.name for module in iter_modules(innoatlas.sources.__path__) if module.name != "formats")
    return sorted(name for name in names if hasattr(import_module(f"innoatlas.sources.{name}"), "read"))


def digests_of(section: Mapping[str, Any]) -> list[str] | None:
    """What lies at the paths of an entry of conf: `path: files, bytes, digest of their names, sizes and times of change`.

    Null when a path is not on this machine (an object store's, say): what lies there may change unseen.
    """
    texts = [text for value in section.values() for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    paths = [Path(text) for text in texts if "/" in text]
    return [_digest_of(path) for path in paths] if all(path.exists() for path in paths) else None


def _digest_of(path: Path) -> str:
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    stats = [(str(file.relative_to(path)), file.stat()) for file in files]
    digest = sha256(repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]).encode()).hexdigest()[:16]
    return f"{path.name}: {len(files)} files, {sum(stat.st_size for _, stat in stats)} bytes, {digest}"


def _reader(name: object, where: str) -> ModuleType:
    known = known_formats()
    if name not in known:
        raise SettingsError(f"{where}: format is one of {known}, found {name!r}. Correct the entry, or add a module of that name to innoatlas.sources.")
    return import_module(f"innoatlas.sources.{name}")


def _typed(kind: type, values: Mapping[str, Any], where: str) -> Any:
    types = get_type_hints(kind)
    expected = [field.name for field in fields(kind)]
    if set(values) != set(expected):
        unknown, missing = sorted(set(values) - set(expected)), sorted(set(expected) - set(values))
        raise SettingsError(f"{where}: expected the settings {expected}; unknown are {unknown}, missing are {missing}. Correct the entry in conf.")
    for name, value in values.items():
        if not _is_of(value, types[name]):
            raise SettingsError(f"{where}.{name}: expected {types[name]}, found {value!r}.")
    return kind(**values)


def _is_of(value: object, expected: Any) -> bool:
    """Whether a TOML value is of a plain type, a list of one, or a union."""
    if isinstance(expected, UnionType):
        return any(_is_of(value, one) for one in get_args(expected))
    if get_origin(expected) is list:
        return isinstance(value, list) and all(_is_of(item, get_args(expected)[0]) for item in value)
    return type(value) is expected

"""What code a number was made by: the version of innoatlas with a digest of its sources, and a digest of what one job can reach."""

import ast
import hashlib
import platform
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

import innoatlas

#: Python's parser fails where two threads parse at once (SystemError, "AST constructor recursion depth mismatch", in 3.11).
_PARSING = Lock()

#: A job's rows do not depend on how it was run.
_NOT_FOLLOWED = "innoatlas.runtime"


@cache
def code_version() -> str:
    """Version of innoatlas and digest of its source files, for example `0.1.0+3f2a90c1d4e5`."""
    try:
        number = version("innoatlas")
    except PackageNotFoundError:  # run from a folder of sources
        number = "0"
    return f"{number}+{_digest(Path(innoatlas.__file__).parent.rglob('*.py'))[:12]}"


@cache
def libraries() -> str:
    """Python and the libraries that innoatlas asks for, with the versions found here: `python 3.11.2, anyascii 0.3.3, …`."""
    try:
        asked = requires("innoatlas") or []
    except PackageNotFoundError:
        asked = []
    names = sorted(re.split(r"[^\w.-]", line)[0] for line in asked if "extra ==" not in line)
    return ", ".join([f"python {platform.python_version()}", *(f"{name} {version(name)}" for name in names)])


def reach_digest(file: Path) -> str:
    """Digest of a job's file and every module of innoatlas that it imports, at whatever remove, `runtime` apart."""
    seen: set[Path] = set()
    waiting = [file]
    while waiting:
        if (source := waiting.pop()) not in seen:
            seen.add(source)
            waiting += _imported(source)
    return _digest(seen)


def reference_digest(folder: Path) -> str:
    """Digest of every reviewed table of conf/reference, by name and content."""
    return _digest(path for path in folder.iterdir() if path.is_file())


def _imported(file: Path) -> list[Path]:
    return _imported_by(file, file.stat().st_mtime_ns)


@cache
def _imported_by(file: Path, changed: int) -> list[Path]:
    """Read once for all jobs; `changed` is there so that a file that changes is read anew."""
    names: set[str] = set()
    with _PARSING:
        tree = ast.parse(file.read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
    return [source for name in sorted(names) if name.startswith("innoatlas") and not name.startswith(_NOT_FOLLOWED) and (source := _source(name))]


def _source(name: str) -> Path | None:
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:  # a name in a module, not a module
        return None
    return Path(spec.origin) if spec and spec.origin else None


def _digest(files: Iterable[Path]) -> str:
    """Of names and contents, in whatever order the files come: two of one name are told apart by what they hold."""
    lines = sorted(f"{file.name}:{hashlib.sha256(file.read_bytes()).hexdigest()}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()

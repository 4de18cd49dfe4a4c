"""What a machine must bring before anything is installed: `python scripts/preflight.py`. Needs nothing but Python, and any Python 3 can read it."""

import importlib.util
import sys
from pathlib import Path

PYTHON_AT_LEAST = (3, 11)


def main() -> None:
    """One line and exit code 2 for what is missing: Python, its venv module, Java."""
    if sys.version_info < PYTHON_AT_LEAST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        _refuse("Python: expected 3.11 or later, found " + found + ". Install it and say which: make PYTHON=python3.11 ...")
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        _refuse("Python: expected its modules venv and ensurepip, found none. Install them (Debian: apt-get install python3-venv).")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "lib"))
    from innoatlas.errors import SettingsError
    from innoatlas.runtime.machine import java_version

    try:
        java_version()
    except SettingsError as error:
        _refuse(str(error))


def _refuse(message: str) -> None:
    print("error: " + message, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()

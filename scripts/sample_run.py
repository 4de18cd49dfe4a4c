"""The whole line on the sample world, in one session: `python scripts/sample_run.py --edition 2023`.

Runs every job, prints the ranking and the located shares, compares them with the world's truth, and writes the atlas.
"""

import argparse
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sample_accuracy

from innoatlas.cli import app
from innoatlas.runtime import logs


def main() -> None:
    """Each step is the command that a person would give; the first that refuses ends the run with its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edition", default="2023", help="release year (default 2023)")
    chosen = ["--edition", parser.parse_args().edition, "--conf", "sample"]
    for command in ("run", "results"):
        if code := logs.exit_code_of(partial(app, [command, *chosen], standalone_mode=False)):
            sys.exit(code)
    accurate = _code_of_accuracy(chosen)
    sys.exit(logs.exit_code_of(partial(app, ["atlas", *chosen], standalone_mode=False)) or accurate)


def _code_of_accuracy(chosen: list[str]) -> int:
    try:
        sample_accuracy.main(chosen)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


if __name__ == "__main__":
    main()

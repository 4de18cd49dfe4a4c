"""Measure how often the geocoder is right on the located test sets: tiers, countries, confidence, the closed world, kinds of error, what each rule adds.

    python scripts/accuracy.py DATA SCORE --home build/accuracy --peer --write

DATA is the folder of the test sets, SCORE the program that holds answers against their truth; both are kept outside the project. Prints the results and
writes examples of errors to errors.csv in the home folder; --write puts the results into docs/accuracy.md, which says how to read them, and draws its pictures.
"""

# ruff: noqa: E402 -- the path is set before what needs it is imported

import argparse
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY / "lib"), str(REPOSITORY)]

from innoatlas.cli.geocoder import open_geocoder
from innoatlas.runtime import logs
from innoatlas.runtime.code import code_version
from innoatlas.runtime.settings import load_conf
from scripts.accuracy_report.measuring import Measured, measure
from scripts.accuracy_report.page import Made, markdown, publish
from scripts.accuracy_report.questions import read_questions

#: Environments of conf: with organisations, and with the packages alone.
_ENVIRONMENTS = {"accuracy": "accuracy", "packages": "local"}


def main(arguments: list[str] | None = None) -> None:
    """Parse the command line, measure, print; what innoatlas refuses is one line and its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the located test sets")
    parser.add_argument("score", type=Path, help="score.py, the program that holds answers against their truth")
    parser.add_argument("--home", type=Path, default=REPOSITORY / "build" / "accuracy", help="folder for the indexes and errors.csv (default build/accuracy)")
    parser.add_argument("--conf-dir", type=Path, help="folder of conf (default: the project's)")
    parser.add_argument("--edition", type=int, default=2023, help="preset of conf (default 2023)")
    parser.add_argument("--peer", action="store_true", help="measure the peer as well, which takes a minute more")
    parser.add_argument("--write", action="store_true", help="put the results into docs/accuracy.md")
    parser.add_argument("--note", default="", help="said with the results")
    given = parser.parse_args(arguments)
    sys.exit(logs.exit_code_of(lambda: _run(given)))


def _run(given: argparse.Namespace) -> None:
    console = logs.console()

    def say(text: str) -> None:
        console.print(text, markup=False)

    questions = read_questions(given.data, given.score, say)
    reference = load_conf("accuracy", given.edition, folder=given.conf_dir, home=given.home).reference
    geocoders = {name: open_geocoder(environment, given.edition, given.conf_dir, given.home) for name, environment in _ENVIRONMENTS.items()}
    found = measure(questions, given.data, geocoders, reference, given.home, given.peer, say)
    made = Made(datetime.now(UTC).date().isoformat(), _commit(), code_version(), given.note)
    say(markdown(found, made))
    say(_examples(found))
    if given.write:
        publish(REPOSITORY / "docs" / "accuracy.md", found, made)


def _examples(found: Measured) -> str:
    lines = [
        f"{r['mistake']}: {r['given']} -> {r['answer']}, {r['country']} ({r['method']}, {r['score']}, {r['km']} km); true {r['truth']}"
        for r in found.examples.to_dict("records")
    ]
    return "\n".join(["Examples of the tune part", *lines])


def _commit() -> str:
    """Short hash of the commit, with `-dirty` where files are changed; `unknown` outside of a working copy."""
    asked = subprocess.run(["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty", "--exclude", "*"], capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()

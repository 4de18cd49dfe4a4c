"""Arrays of an index, mapped from their files: nothing is read until it is asked for, and all workers share the pages."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def mapped(file: Path) -> NDArray[Any]:
    """The array of a .npy file, as a plain array: `numpy.memmap` would make each of its slices and picks several times as dear."""
    return np.load(file, mmap_mode="r").view(np.ndarray)

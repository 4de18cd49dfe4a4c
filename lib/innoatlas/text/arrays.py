"""The three kinds of column that texts are worked on as."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Bools = NDArray[np.bool_]

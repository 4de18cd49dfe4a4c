"""Digests of code: they follow what the files hold, not how they are come by."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from innoatlas.runtime.code import reach_digest

ROOT = Path(__file__).resolve().parents[2]


def test_two_files_of_one_name_count_the_same_in_any_order() -> None:
    """jobs/coverage.py and counting/coverage.py are reached by one job, and a set of paths has another order in every process."""
    asks = "from pathlib import Path; from innoatlas.runtime.code import reach_digest; print(reach_digest(Path('jobs/coverage.py').absolute()))"
    told = set()
    for seed in range(5):
        process = subprocess.run([sys.executable, "-c", asks], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": str(seed)}, capture_output=True, text=True)
        assert process.returncode == 0, process.stderr
        told.add(process.stdout)
    assert len(told) == 1


def test_jobs_side_by_side_find_the_digest_that_one_alone_finds() -> None:
    files = sorted((ROOT / "jobs").glob("c*.py"))
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(reach_digest, files))
    assert together == [reach_digest(file) for file in files]
    assert len(set(together)) == len(files)

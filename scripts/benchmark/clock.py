"""One stage's rows and time, and functions run in a process of their own, so that their memory is theirs."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from scripts.benchmark.memory import cpu_seconds

T = TypeVar("T")


@dataclass(frozen=True)
class Stage:
    """What one stage took."""

    rows: int
    seconds: float  #: wall clock
    cores: int  #: task slots that it could use
    cpu_seconds: float  #: user and system time of all its processes

    @property
    def rate(self) -> float:
        """Rows a second a core."""
        return self.rows / self.seconds / self.cores


def timed(rows: int, cores: int, action: Callable[[], object]) -> Stage:
    """Run it once."""
    cpu, start = cpu_seconds(), time.perf_counter()
    action()
    return Stage(rows, time.perf_counter() - start, cores, cpu_seconds() - cpu)


def in_own_process(function: Callable[..., T], *arguments: object) -> T:
    """What the function gives, run in a fresh process that ends with it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def own_peak_mb() -> float:
    """Most memory that this process has held, in MB. `getrusage` would count what its parent held when it was started."""
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith("VmHWM:")).split()[1]) / 1024


@contextmanager
def said(what: str) -> Iterator[None]:
    """One line when it begins, with its seconds when it ends."""
    start = time.perf_counter()
    print(f"{what} …", end=" ", flush=True)
    yield
    print(f"{time.perf_counter() - start:.1f} s", flush=True)

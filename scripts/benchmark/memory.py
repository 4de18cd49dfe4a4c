"""What the processes of a Spark run hold and use, sampled while it runs."""

import threading
from dataclasses import dataclass, field
from types import TracebackType

import psutil

_MB = 1024 * 1024


@dataclass
class Peaks:
    """The largest value of each, in MB; private is what no other process shares (USS), total the sum of proportional shares (PSS) of the whole run."""

    total_mb: float = 0.0
    driver_jvm_mb: float = 0.0  #: resident
    worker_mb: float = 0.0  #: resident, of the largest Python worker, mapped files included
    worker_private_mb: float = 0.0  #: of the largest Python worker
    workers: int = 0  #: Python workers alive at once, the daemon that forks them not included


@dataclass
class Watch:
    """Samples this process and its children in a thread of its own: `with Watch() as watch: …; watch.peaks`."""

    every_seconds: float = 1.0
    peaks: Peaks = field(default_factory=Peaks)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "Watch":
        self._thread = threading.Thread(target=self._sample_until_stopped, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join()

    def _sample_until_stopped(self) -> None:
        while not self._stop.is_set():
            self.sample()
            self._stop.wait(self.every_seconds)

    def sample(self) -> None:
        """Look once."""
        total, workers = 0.0, 0
        for process in _family():
            try:
                held, name, words = process.memory_full_info(), process.name(), process.cmdline()
                parent = process.parent()
                is_worker = "pyspark.daemon" in words and parent is not None and "pyspark.daemon" in parent.cmdline()
            except psutil.Error:  # it ended between two looks
                continue
            total += held.pss / _MB
            if name == "java":
                self.peaks.driver_jvm_mb = max(self.peaks.driver_jvm_mb, held.rss / _MB)
            if is_worker:
                workers += 1
                self.peaks.worker_mb = max(self.peaks.worker_mb, held.rss / _MB)
                self.peaks.worker_private_mb = max(self.peaks.worker_private_mb, held.uss / _MB)
        self.peaks.total_mb = max(self.peaks.total_mb, total)
        self.peaks.workers = max(self.peaks.workers, workers)


def cpu_seconds() -> float:
    """User and system seconds that this process and its children have used so far, children that ended included."""
    total = 0.0
    for process in _family():
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def _family() -> list[psutil.Process]:
    own = psutil.Process()
    return [own, *own.children(recursive=True)]

"""Benchmarks: `pytest tests/benchmarks` measures at full size and writes a table a module to results/.

KG_BENCHMARK_SCALE makes them smaller (CI runs 0.01, which shows that they run); ratios are judged at full size only.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

RESULTS = Path(__file__).parent / "results"


@dataclass
class Measured:
    """What one module measured: tables, written at the end of the module if the size was full."""

    scale: float
    module: str
    parts: list[str] = field(default_factory=list)
    brief: list[str] = field(default_factory=list)

    @contextmanager
    def clock(self) -> Iterator[Callable[[], float]]:
        """Give a function that tells the seconds the block took, while it runs and after."""
        start = time.perf_counter()
        ended: list[float] = []
        yield lambda: (ended[0] if ended else time.perf_counter()) - start
        ended.append(time.perf_counter())

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], note: str = "") -> None:
        """Print a table and keep it for results/."""
        lines = [f"## {title}", "", f"| {' | '.join(columns)} |", "|" + " --- |" * len(columns)]
        lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
        lines += ["", note] if note else []
        self.parts.append("\n".join(lines))
        print("\n" + self.parts[-1])

    def short(self, task: str, ours: str, instead: str) -> None:
        """Keep one line for the README's table: a task, what it takes here, and what it takes with what one would use instead."""
        self.brief.append(f"| {task} | {ours} | {instead} |")

    def holds(self, claim: str, holds: bool) -> None:
        """Fail if a promise of speed does not hold at full size."""
        if self.scale >= 1:
            assert holds, claim


def _cell(cell: object) -> str:
    return f"{cell:.3g}" if isinstance(cell, float) else str(cell)


def peak_of(script: str, *args: str) -> tuple[str, int]:
    """Run Python text in a process of its own; give what it printed, and its peak memory in MiB."""
    # ru_maxrss of a child begins at what its parent held; VmHWM begins anew. Linux only.
    code = (
        f"{script}\nimport sys; print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0],"
        " file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, int(done.stderr.split()[-1]) // 1024


@pytest.fixture(scope="session")
def scale() -> float:
    return float(os.environ.get("KG_BENCHMARK_SCALE", "1"))


@pytest.fixture(scope="session")
def peak() -> Callable[..., tuple[str, int]]:
    """Run Python text in a process of its own, as `peak_of` does."""
    return peak_of


@pytest.fixture(scope="module")
def measured(request: pytest.FixtureRequest, scale: float) -> Iterator[Measured]:
    found = Measured(scale, Path(str(request.path)).stem.removeprefix("test_"))
    yield found
    if scale >= 1 and found.parts:
        RESULTS.mkdir(exist_ok=True)
        short = "\n".join(["| task | here | instead |", "| --- | --- | --- |", *found.brief])
        text = "\n\n".join([f"# {found.module.replace('_', ' ')}", *([short] if found.brief else []), *found.parts])
        (RESULTS / f"{found.module}.md").write_text(text + "\n", encoding="utf-8")

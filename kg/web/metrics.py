"""Counts and times of the process, in the text format that Prometheus reads (version 0.0.4)."""

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from typing import Literal

__all__ = ["METRICS", "Metrics"]

Kind = Literal["counter", "gauge", "histogram"]
Labels = tuple[tuple[str, str], ...]
#: Upper ends of the boxes of a histogram, in seconds.
_BOXES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


class Metrics:
    """A registry of measures by name. Each is described where it is first used.

    >>> metrics = Metrics()
    >>> metrics.count("kg_requests_total", "Requests answered", status="200")
    >>> print(metrics.text(), end="")
    # HELP kg_requests_total Requests answered
    # TYPE kg_requests_total counter
    kg_requests_total{status="200"} 1
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._about: dict[str, tuple[Kind, str]] = {}
        self._values: dict[str, dict[Labels, float]] = {}
        self._times: dict[str, dict[Labels, list[float]]] = {}
        self._asked: dict[str, Callable[[], float]] = {}

    def count(self, name: str, about: str, by: float = 1, **labels: str) -> None:
        """Add to a counter."""
        with self._lock:
            if name not in self._about:
                self._about[name] = ("counter", about)
                self._values[name] = {}
            values = self._values[name]
            key = tuple(sorted(labels.items()))
            values[key] = values.get(key, 0) + by

    def gauge(self, name: str, about: str, value: float | Callable[[], float], **labels: str) -> None:
        """Set a gauge; one without labels may be a function, asked whenever the metrics are."""
        with self._lock:
            self._about.setdefault(name, ("gauge", about))
            if callable(value):
                self._asked[name] = value
            else:
                self._values.setdefault(name, {})[tuple(sorted(labels.items()))] = value

    def time(self, name: str, about: str, seconds: float, **labels: str) -> None:
        """Add a time to a histogram."""
        with self._lock:
            self._about.setdefault(name, ("histogram", about))
            key = tuple(sorted(labels.items()))
            found = self._times.setdefault(name, {}).setdefault(key, [0.0] * (len(_BOXES) + 2))
            # Each box is counted once here, and what is below it added when the text is asked for: this runs a request.
            found[bisect_left(_BOXES, seconds)] += 1
            found[-1] += seconds

    def text(self) -> str:
        """Give all measures, sorted by name."""
        with self._lock:
            return "".join(f"{line}\n" for name in sorted(self._about) for line in self._lines(name))

    def _lines(self, name: str) -> Iterator[str]:
        kind, about = self._about[name]
        yield f"# HELP {name} {about}"
        yield f"# TYPE {name} {kind}"
        if name in self._asked:
            yield f"{name} {self._asked[name]():g}"
        for key, value in sorted(self._values.get(name, {}).items()):
            yield f"{name}{_labels(dict(key))} {value:.15g}"
        for key, found in sorted(self._times.get(name, {}).items()):
            below = list(accumulate(found[:-1]))
            for end, number in zip((*map(str, _BOXES), "+Inf"), below, strict=True):
                yield f"{name}_bucket{_labels({**dict(key), 'le': end})} {number:g}"
            yield f"{name}_sum{_labels(dict(key))} {found[-1]:.9g}"
            yield f"{name}_count{_labels(dict(key))} {below[-1]:.15g}"


def _labels(labels: Mapping[str, str]) -> str:
    inside = ",".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in labels.items())
    return f"{{{inside}}}" if inside else ""


#: The measures of this process.
METRICS = Metrics()

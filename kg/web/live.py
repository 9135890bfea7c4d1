"""The build that is served now: a new one takes its place while requests in flight keep theirs."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from rdflib import Dataset

from kg.errors import StoreError
from kg.graph import current_build, open_build
from kg.web.metrics import METRICS

__all__ = ["Build", "Live", "live"]

Value = TypeVar("Value")
#: Seconds between looks at the `current` link.
_LOOK = 0.5


class Build:
    """One build, open, with what was worked out about it: a build never changes, so nothing of it goes stale."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.id = home.name
        self.dataset: Dataset = open_build(home)
        self._kept: dict[str, Any] = {}
        self._lock = threading.Lock()

    def keep(self, name: str, make: Callable[[], Value]) -> Value:
        """Give what was made under a name, made once."""
        if name not in self._kept:
            with self._lock:
                if name not in self._kept:
                    self._kept[name] = make()
        value: Value = self._kept[name]
        return value


class Live:
    """The build to use for a request that comes now: take it once, and use it to the end."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.build = Build(current_build(store))
        self._fault = ""

    def look(self) -> None:
        """Open the current build if it is another; one that cannot be opened leaves the one that is served."""
        try:
            home = current_build(self.store)
            if home.name != self.build.id:
                self.build = Build(home)
                METRICS.count("kg_builds_opened_total", "Builds that went live without a restart")
            self._fault = ""
        except (StoreError, OSError) as error:
            self._fault = str(error)

    def health(self) -> dict[str, object]:
        """Say which build is served, and what keeps a newer one from it."""
        return {"ok": True, "build": self.build.id, **({"fault": self._fault} if self._fault else {})}


@asynccontextmanager
async def live(store: Path) -> AsyncIterator[Live]:
    """Give the live build of a store, and look for a newer one until the end."""
    found = await asyncio.to_thread(Live, store)

    async def looking() -> None:
        while True:
            await asyncio.sleep(_LOOK)
            await asyncio.to_thread(found.look)

    task = asyncio.create_task(looking())
    try:
        yield found
    finally:
        task.cancel()

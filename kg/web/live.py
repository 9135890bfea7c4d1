"""The build that is served now: a new one takes its place while requests in flight keep theirs."""

import asyncio
import json
import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from rdflib import Dataset

from kg.errors import StoreError
from kg.graph import Table, current_build, match, open_build
from kg.graph.search import INDEX, Index, write_index
from kg.ontology import load_ontology
from kg.queries import Question
from kg.queries.context import texts
from kg.queries.evidence import Evidence, Reader, near
from kg.vocab import PREFIXES
from kg.web.metrics import METRICS

__all__ = ["Build", "Live", "live"]

Value = TypeVar("Value")
_TYPE, _CLAIM = PREFIXES["rdf"] + "type", PREFIXES["kg"] + "Claim"
#: Seconds between looks at the `current` link.
_LOOK = 0.5


class Build:
    """One build, open, with what was worked out about it: a build never changes, so nothing of it goes stale."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.id = home.name
        self.dataset: Dataset = open_build(home)
        self._kept: dict[str, Any] = {}
        self._recent: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.RLock()
        self.names = Index(self._index())

    def keep(self, name: str, make: Callable[[], Value]) -> Value:
        """Give what was made under a name, made once."""
        if name not in self._kept:
            with self._lock:
                if name not in self._kept:
                    self._kept[name] = make()
        value: Value = self._kept[name]
        return value

    def recent(self, name: str, make: Callable[[], str], most: int) -> str:
        """Give a text that was made lately, or make it; so many are kept, those that were asked for last."""
        with self._lock:
            if name in self._recent:
                self._recent.move_to_end(name)
                return self._recent[name]
        text = make()
        with self._lock:
            self._recent[name] = text
            while len(self._recent) > most:
                self._recent.popitem(last=False)
        return text

    def licence(self, source: str) -> str:
        """Give the licence of a source, as the source states it."""
        return Reader(self.dataset).source(source).get("licence", "")

    def labels(self, entity: str, claims: Iterable[Evidence]) -> dict[str, str]:
        """Give the labels of an entity and of all that claims about it join to it."""
        reader = Reader(self.dataset)
        ends = {end for each in claims for end in (each.subject, "" if each.literal else each.object)}
        return {end: reader.label(end) or end for end in {entity, *ends} - {""}}

    def known(self, claims: Iterable[str]) -> dict[str, str]:
        """Give the labels of all that some claims mention; of claims, their quotes."""
        return near(self.dataset, None, claims)

    def claims_of(self, source: str) -> list[str]:
        """Give the ids of a source's claims, sorted."""
        return self.keep(
            f"claims of {source}",
            lambda: sorted(claim for claim, *_ in match(self.dataset, predicate=_TYPE, object=_CLAIM, graph=source)),
        )

    def text(self, source: str) -> str:
        """Give the raw text of a source where it still lies where the build noted it, unchanged; else nothing."""
        return self.keep("texts", self._texts).get(source, "")

    def _texts(self) -> dict[str, str]:
        store = self.home.parent
        noted = self._note("manifest.json").get("texts", {})
        return texts(self.dataset, {digest: store / path for digest, path in noted.items()})

    def _note(self, name: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads((self.home / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return found

    def _index(self) -> Path:
        """Give the index of names; a store of an older version has none, so one is made for as long as it is served."""
        if (self.home / INDEX).is_file():
            return self.home / INDEX
        folder = Path(tempfile.mkdtemp(prefix="kg-names-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        write_index(self.dataset, folder / INDEX)
        return folder / INDEX


class Live:
    """The build to use for a request that comes now: take it once, and use it to the end."""

    def __init__(self, store: Path | str) -> None:
        self.store = store
        #: Answers named questions in processes of their own; set once they are there.
        self.asking: Callable[[Build, Question, Mapping[str, str]], Table]
        load_ontology()  # half a second that the first reader need not wait
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
async def live(store: Path | str) -> AsyncIterator[Live]:
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

"""Stores: one folder per build, and a `current` link that is switched in one step."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph

from kg.errors import StoreError
from kg.graph.quads import quad
from kg.graph.rows import inner
from kg.vocab import PREFIXES

__all__ = ["create_store", "dump", "manifest", "memory_store", "open_store"]

_CURRENT = "current"
_MANIFEST = "manifest.json"
#: Builds kept beside the current one, for readers that opened them before the switch.
_KEPT = 1


def open_store(path: str | Path) -> Dataset:
    """Open a store read-only, as an rdflib Dataset over Oxigraph.

    The dataset is a snapshot: a later build is seen by opening again. Raises StoreError when there is no store.
    """
    home = Path(path) / _CURRENT
    if not home.is_dir():
        raise StoreError(f"{path}: there is no store here; make one with `kg build`")
    try:
        return _dataset(ox.Store.read_only(str(home.resolve() / "quads")), _ReadOnly)
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be opened ({error}); make it again with `kg build`") from None


def manifest(path: str | Path) -> dict[str, Any]:
    """Give what the build noted beside the store: its sources with the files they were read from."""
    try:
        noted: dict[str, Any] = json.loads((Path(path) / _CURRENT / _MANIFEST).read_text(encoding="utf-8"))
    except OSError:
        raise StoreError(f"{path}: there is no store here; make one with `kg build`") from None
    return noted


def memory_store(lines: Iterable[str], derive: Callable[[Dataset], Iterable[str]] = lambda _: ()) -> Dataset:
    """Make a dataset in memory from N-Quads lines, and from the lines derived from it."""
    store = ox.Store()
    dataset = _dataset(store)
    store.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    store.bulk_load("".join(derive(dataset)).encode(), format=ox.RdfFormat.N_QUADS)
    return dataset


def create_store(
    directory: Path,
    lines: Iterable[str],
    derive: Callable[[Dataset], Iterable[str]],
    accept: Callable[[Dataset], None],
    noted: dict[str, Any],
) -> Path:
    """Make a store from N-Quads lines and the lines derived from it, and switch `current` to it if it is accepted.

    The folder is named by its content, so the same sources give the same folder. Whatever fails before the switch,
    an interrupt included, leaves the directory as it was.
    """
    directory.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=directory))
    try:
        digest = _fill(work, lines, derive, accept)
        (work / _MANIFEST).write_text(
            json.dumps(noted, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        home = directory / digest[:16]
        mask = os.umask(0)
        os.umask(mask)
        work.chmod(0o777 & ~mask)  # mkdtemp lets only its owner in, and colleagues read stores too
        if home.exists():
            (work / _MANIFEST).replace(home / _MANIFEST)
        else:
            work.rename(home)
        _switch(directory, home.name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return home


def _fill(
    work: Path,
    lines: Iterable[str],
    derive: Callable[[Dataset], Iterable[str]],
    accept: Callable[[Dataset], None],
) -> str:
    """Write the quads to disk, once they are derived from and accepted in memory, which answers many times faster."""
    digest = hashlib.sha256()
    memory = ox.Store()
    dataset = _dataset(memory)
    files = [work / "sources.nq", work / "derived.nq"]
    for text, part in zip(files, (lines, None), strict=True):
        with text.open("w", encoding="utf-8", newline="\n") as out:
            for line in derive(dataset) if part is None else part:
                digest.update(line.encode())
                out.write(line)
        memory.bulk_load(path=str(text), format=ox.RdfFormat.N_QUADS)
    accept(dataset)
    store = ox.Store(str(work / "quads"))
    for text in files:
        store.bulk_load(path=str(text), format=ox.RdfFormat.N_QUADS)
        text.unlink()
    store.flush()
    return digest.hexdigest()


def _switch(directory: Path, name: str) -> None:
    link = directory / f".{_CURRENT}-{os.getpid()}"
    with suppress(FileNotFoundError):
        link.unlink()
    link.symlink_to(name)
    link.replace(directory / _CURRENT)
    builds = sorted(
        (
            path
            for path in directory.iterdir()
            if path.is_dir() and not path.is_symlink() and not path.name.startswith(".")
        ),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for old in [path for path in builds if path.name != name][_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def dump(dataset: Dataset, format: str) -> Iterator[str]:  # noqa: A002
    """Give a dataset as sorted N-Quads, TriG or JSON-LD text; the same quads give the same bytes."""
    quads = sorted(_line(each) for each in inner(dataset))
    if format == "nquads":
        yield from quads
        return
    tidy = ox.Store()
    tidy.bulk_load("".join(quads).encode(), format=ox.RdfFormat.N_QUADS)
    ordered = sorted(tidy, key=_line)
    kind = {"trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}[format]
    yield (ox.serialize(ordered, format=kind, prefixes=PREFIXES) or b"").decode()


def _line(each: ox.Quad) -> str:
    graph = each.graph_name.value if isinstance(each.graph_name, ox.NamedNode) else None
    return quad(each.subject.value, each.predicate.value, str(each.object), graph)  # type: ignore[union-attr]


class _ReadOnly(OxigraphStore):
    """Lets rdflib's own `dataset.graph(iri)` look at a read-only store, and refuses changes in plain words."""

    def add_graph(self, graph: Graph) -> None:
        """Do nothing: rdflib announces every graph it is asked for, and this store has the graphs it has."""

    def add(self, *_: Any, **__: Any) -> None:
        """Refuse."""
        raise StoreError("the store is read-only; change the sources and build again")

    addN = remove = update = remove_graph = add  # noqa: N815


def _dataset(store: ox.Store, kind: type[OxigraphStore] = OxigraphStore) -> Dataset:
    dataset = Dataset(store=kind(store=store))
    for name, iri in PREFIXES.items():
        dataset.bind(name, iri)
    return dataset

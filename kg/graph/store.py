"""Stores: one folder per build, and a `current` link that is switched in one step."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph, URIRef

from kg.errors import StoreError
from kg.graph.names import CANDIDATES, DERIVED, ONTOLOGY
from kg.graph.quads import quad
from kg.graph.rows import inner
from kg.graph.search import INDEX, write_index
from kg.vocab import PREFIXES

__all__ = [
    "ReadOnly",
    "append",
    "as_dataset",
    "building",
    "change_store",
    "changed_copy",
    "create_store",
    "current_build",
    "drop_source",
    "dump",
    "excerpt",
    "fill",
    "memory_store",
    "note",
    "open_build",
    "open_store",
]

_CURRENT = "current"
#: Claims that nobody has reviewed share one graph: a source's are those that rest on its passages.
_DROP_CANDIDATES = """
DELETE { GRAPH graph:candidates { ?node ?p ?o } } WHERE {
  GRAPH graph:candidates {
    ?passage kg:inSource ?source . ?claim kg:passage ?passage .
    { BIND(?passage AS ?node) } UNION { BIND(?claim AS ?node) } UNION { ?claim kg:via ?node } UNION {
      ?claim rdf:subject|rdf:object|kg:claimant|kg:jurisdiction|kg:accuser|kg:via/kg:speaker ?node
      FILTER NOT EXISTS {
        ?other rdf:subject|rdf:object|kg:claimant|kg:jurisdiction|kg:accuser|kg:via/kg:speaker ?node ; kg:passage/kg:inSource ?from
        FILTER(?from != ?source)
      }
    }
    ?node ?p ?o
  }
}"""
#: Letters of N-Quads loaded at a time.
_BATCH = 50_000_000
#: Builds kept beside the current one, for readers that opened them before the switch.
_KEPT = 1


def open_store(path: str | Path) -> Dataset:
    """Open a store read-only, as an rdflib Dataset over Oxigraph.

    The dataset is a snapshot: a later build is seen by opening again. Raises StoreError when there is no store.
    """
    return open_build(current_build(Path(path)))


def open_build(home: Path) -> Dataset:
    """Open one build of a store, read-only. Raises StoreError when it cannot be read."""
    try:
        return as_dataset(ox.Store.read_only(str(home / "quads")), ReadOnly)
    except OSError as error:
        raise StoreError(f"{home}: the store cannot be opened ({error}); make it again with `kg build`") from None


def note(path: str | Path, name: str) -> dict[str, Any]:
    """Give what the build noted beside the store under a file name; empty if it noted nothing."""
    try:
        noted: dict[str, Any] = json.loads((current_build(Path(path)) / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return noted


def current_build(path: Path) -> Path:
    """Give the folder of the build that is current. Its name tells builds apart. Raises StoreError when there is none."""
    home = path / _CURRENT
    if not home.is_dir():
        raise StoreError(f"{path}: there is no store here; make one with `kg build`")
    return home.resolve()


def memory_store(lines: Iterable[str], derive: Callable[[], Iterable[str]] = lambda: ()) -> Dataset:
    """Make a dataset in memory from N-Quads lines, and from the lines that follow from them."""
    store = ox.Store()
    for text in _batches(_both(lines, derive)):
        store.bulk_load(text.encode(), format=ox.RdfFormat.N_QUADS)
    return as_dataset(store)


def create_store(
    directory: Path,
    lines: Iterable[str],
    derive: Callable[[], Iterable[str]],
    accept: Callable[[Dataset], None] | None,
    noted: Callable[[], Mapping[str, Any]],
) -> Path:
    """Make a store from N-Quads lines and the lines that follow from them, and switch `current` to it if it is accepted.

    `noted` gives what is kept beside the quads, as JSON by file name. The folder is named by its content, so the same
    sources give the same folder. Whatever fails before the switch, an interrupt included, leaves the directory as it was.
    """
    with building(directory) as work:
        digest = fill(work, lines, derive, accept)
        write_index(as_dataset(ox.Store.read_only(str(work / "quads"))), work / INDEX)
        return _keep(directory, work, digest[:16], noted())


def fill(
    work: Path,
    lines: Iterable[str],
    derive: Callable[[], Iterable[str]],
    accept: Callable[[Dataset], None] | None,
) -> str:
    """Make the quads of a store in a folder, if they are accepted, and give the sha256 of the lines."""
    digest = hashlib.sha256()
    files: list[Path] = []
    for text in _batches(_both(lines, derive)):
        digest.update(text.encode())
        files.append(work / f"{len(files):04}.nq")
        files[-1].write_text(text, encoding="utf-8", newline="\n")
    if accept:
        # Memory answers the many questions of a check several times faster than the disk.
        memory = ox.Store()
        for file in files:
            memory.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
        accept(as_dataset(memory))
        del memory
    store = ox.Store(str(work / "quads"))
    for file in files:
        store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
        file.unlink()
    store.flush()
    return digest.hexdigest()


def change_store(directory: Path, change: Callable[[Dataset], None], noted: Callable[[], Mapping[str, Any]]) -> Path:
    """Change a copy of the current build, and switch `current` to it. All or nothing, as with `create_store`."""
    old = current_build(directory)
    with building(directory) as work:
        changed = changed_copy(old, work, change)
        write_index(as_dataset(changed), work / INDEX)
        del changed
        notes = noted()
        digest = hashlib.sha256(f"{old.name} {json.dumps(notes, sort_keys=True)}".encode()).hexdigest()
        return _keep(directory, work, digest[:16], notes)


def changed_copy(old: Path, work: Path, change: Callable[[Dataset], None]) -> ox.Store:
    """Copy a build's quads to a folder, and change them there."""
    ox.Store.read_only(str(old / "quads")).backup(str(work / "quads"))
    store = ox.Store(str(work / "quads"))
    change(as_dataset(store))
    store.flush()
    return store


def append(dataset: Dataset, lines: Iterable[str]) -> None:
    """Add N-Quads lines to a dataset that `change_store` hands out."""
    for text in _batches(lines):
        inner(dataset).bulk_load(text.encode(), format=ox.RdfFormat.N_QUADS)


def drop_source(dataset: Dataset, source: URIRef) -> None:
    """Take out the graph of a source, and its candidates."""
    store = inner(dataset)
    store.clear_graph(ox.NamedNode(str(source)))
    store.update(_DROP_CANDIDATES.replace("?source", f"<{source}>"), prefixes=PREFIXES)


def excerpt(dataset: Dataset, sources: Iterable[URIRef]) -> Dataset:
    """Give a copy in memory of the graphs of some sources, with the ontology and what the graphs refer to elsewhere."""
    store, part = inner(dataset), ox.Store()
    graphs = [ox.NamedNode(str(each)) for each in (*sources, CANDIDATES, ONTOLOGY)]
    for graph in graphs:
        part.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    there = {each.subject for each in part}
    elsewhere = {each.object for each in part if isinstance(each.object, ox.NamedNode)} - there
    for node in elsewhere:
        found = store.quads_for_pattern(node, None, None, None)
        kept = (q for q in found if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value not in DERIVED)
        part.bulk_extend(kept)
    return as_dataset(part)


def _both(lines: Iterable[str], derive: Callable[[], Iterable[str]]) -> Iterator[str]:
    """Give lines, and only then what follows from them."""
    yield from lines
    yield from derive()


def _batches(lines: Iterable[str]) -> Iterator[str]:
    """Give lines in texts of a size that keeps Oxigraph's bulk load below half a gigabyte of memory."""
    batch: list[str] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if size > _BATCH:
            yield "".join(batch)
            batch, size = [], 0
    if batch:
        yield "".join(batch)


@contextmanager
def building(directory: Path) -> Iterator[Path]:
    """Give a folder to build in, gone at the end if it is still there."""
    directory.mkdir(parents=True, exist_ok=True)
    for left in directory.glob(".building-*"):
        process = left.name.split("-")[1]
        if process.isdigit() and not _runs(int(process)):
            shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=f".building-{os.getpid()}-", dir=directory))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _runs(process: int) -> bool:
    """Tell whether a process is there; one that was killed leaves its folder behind."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's, and there
    return True


def _keep(directory: Path, work: Path, name: str, notes: Mapping[str, Any]) -> Path:
    for file, content in notes.items():
        text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        (work / file).write_text(text, encoding="utf-8")
    mask = os.umask(0)
    os.umask(mask)
    work.chmod(0o777 & ~mask)  # mkdtemp lets only its owner in, and colleagues read stores too
    home = directory / name
    if home.exists():
        for file in notes:
            (work / file).replace(home / file)
    else:
        work.rename(home)
    _switch(directory, name)
    return home


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


class ReadOnly(OxigraphStore):
    """Lets rdflib's own `dataset.graph(iri)` look at a read-only store, and refuses changes in plain words."""

    def add_graph(self, graph: Graph) -> None:
        """Do nothing: rdflib announces every graph it is asked for, and this store has the graphs it has."""

    def add(self, *_: Any, **__: Any) -> None:
        """Refuse."""
        raise StoreError("the store is read-only; change the sources and build again")

    addN = remove = update = remove_graph = add  # noqa: N815


def as_dataset(store: Any, kind: type[OxigraphStore] = OxigraphStore) -> Dataset:
    """Give an rdflib Dataset over a store of Oxigraph, or over what reads as one."""
    dataset = Dataset(store=kind(store=store))
    for name, iri in PREFIXES.items():
        dataset.bind(name, iri)
    return dataset

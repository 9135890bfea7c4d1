"""The names of a store, to be found while they are typed: a full-text index (SQLite FTS5) beside the quads of a build.

Names are kept folded, as `kg.names.fold` folds them, in the order in which a reader wants them: parties first, then who
has most claims. So the first rows that fit are the answer, and nothing is ranked when somebody types.
"""

import re
import sqlite3
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rdflib import Dataset

from kg.graph.rows import rows
from kg.names import fold

__all__ = ["INDEX", "NAMES", "Found", "Index", "write_index"]

#: The file in the folder of a build.
INDEX = "names.sqlite"
#: Labels; names in a view, which are quickly read; those of claims that are in none, which are few; candidates'.
NAMES = (
    "SELECT ?entity ?name WHERE { GRAPH graph:labels { ?entity rdfs:label ?name } }",
    """
SELECT ?entity ?name WHERE { GRAPH graph:ontology { ?relation rdfs:subPropertyOf* kg:name } GRAPH graph:alleged { ?entity ?relation ?name } }""",
    """
SELECT ?entity ?name WHERE { VALUES ?held { kg:Contested kg:Withheld } GRAPH graph:standing { ?claim kg:standing ?held }
  GRAPH graph:ontology { ?relation rdfs:subPropertyOf* kg:name } GRAPH ?source { ?claim rdf:predicate ?relation ; rdf:subject ?entity ; rdf:object ?name } }""",
    """
SELECT ?entity ?name WHERE { GRAPH graph:ontology { ?relation rdfs:subPropertyOf* kg:name }
  GRAPH graph:candidates { ?claim rdf:predicate ?relation ; rdf:subject ?entity ; rdf:object ?name } }""",
)
_PARTIES = "SELECT ?entity WHERE { GRAPH graph:alleged { ?entity a kg:Party } }"
_CLAIMS = "SELECT ?entity (COUNT(?claim) AS ?n) WHERE { GRAPH ?source { ?claim rdf:subject ?entity } } GROUP BY ?entity"
_TABLES = """
CREATE TABLE names (id INTEGER PRIMARY KEY, entity TEXT NOT NULL, label TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL);
CREATE TABLE terms (term TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (folded, content='', prefix='1 2 3 4', detail=none, columnsize=0, tokenize="unicode61 remove_diacritics 0");
"""
#: Letters of a beginning that FTS5 indexes; of longer ones it would gather all rows before it gives the first, so their
#: words are looked up and asked for whole, if they are no more than so many.
_INDEXED, _MOST_TERMS = 4, 64
_WORD = re.compile(r"[^\W_]+")
#: Words of a text that are looked for, letters of it, and rows that are looked at for as many entities as are asked for.
_MOST_WORDS, _MOST_LETTERS, _MOST_ROWS = 8, 200, 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """One entity that fits: its IRI, its label, and the name that fits."""

    entity: str
    label: str
    name: str


def write_index(dataset: Dataset, path: Path) -> None:
    """Write the index of a dataset's names. The same dataset gives the same bytes, by one version of SQLite."""
    labels: dict[str, str] = {}
    names: set[tuple[str, str]] = set()
    for number, query in enumerate(NAMES):
        for entity, name in rows(dataset, query):
            if entity and name:
                names.add((entity, name))
                if number == 0:
                    labels[entity] = min(name, labels.get(entity, name))
    parties = {entity for (entity,) in rows(dataset, _PARTIES)}
    claims: Counter[str] = Counter({entity or "": int(n or 0) for entity, n in rows(dataset, _CLAIMS)})
    ordered = sorted(
        names, key=lambda each: (each[0] not in parties, -claims[each[0]], each[0], each[1] != labels.get(each[0]), each[1])
    )  # fmt: skip
    store = sqlite3.connect(path)
    try:
        store.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        folded = [fold(name) for _, name in ordered]
        store.executemany(
            "INSERT INTO names VALUES (?, ?, ?, ?, ?)",
            (
                (number, entity, labels.get(entity, name), name, folded[number])
                for number, (entity, name) in enumerate(ordered)
            ),
        )
        store.executemany("INSERT INTO words (rowid, folded) VALUES (?, ?)", enumerate(folded))
        terms = {word for text in folded for word in _WORD.findall(text) if len(word) > _INDEXED}
        store.executemany("INSERT INTO terms VALUES (?)", ((term,) for term in sorted(terms)))
        store.execute("INSERT INTO words (words) VALUES ('optimize')")
        store.execute("CREATE INDEX whole ON names (folded)")
        store.commit()
    finally:
        store.close()


class Index:
    """Looks names up; any number of threads may ask."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()

    def search(self, text: str, limit: int = 20) -> list[Found]:
        """Give entities one of whose names has the words of a text in any order, the last word perhaps unfinished.

        Who is called exactly that comes first. A text without letters finds nobody.
        """
        folded = fold(text[:_MOST_LETTERS])
        asked = _WORD.findall(folded)[:_MOST_WORDS]
        if not asked:
            return []
        fitting = " AND ".join([*(f'"{word}"' for word in asked[:-1]), self._begun(asked[-1])])
        found: dict[str, Found] = {}
        for query, value in (
            ("SELECT entity, label, name FROM names WHERE folded = ? ORDER BY id LIMIT ?", folded),
            (
                "SELECT entity, label, name FROM words JOIN names ON names.id = words.rowid WHERE words MATCH ? "
                "ORDER BY words.rowid LIMIT ?",
                fitting,
            ),
        ):
            for row in self._store().execute(query, (value, _MOST_ROWS)):
                found.setdefault(row[0], Found(*row))
                if len(found) == limit:
                    return list(found.values())
        return list(found.values())

    def _begun(self, word: str) -> str:
        """Give the words that begin so, as FTS5 asks for them."""
        if len(word) > _INDEXED:
            among = self._store().execute(
                "SELECT term FROM terms WHERE term >= ? AND term < ? LIMIT ?",
                (word, word + "\U0010ffff", _MOST_TERMS + 1),
            )
            terms = [term for (term,) in among]
            if 0 < len(terms) <= _MOST_TERMS:
                return "(" + " OR ".join(f'"{term}"' for term in terms) + ")"
        return f'"{word}"*'

    def _store(self) -> sqlite3.Connection:
        if not hasattr(self._local, "store"):
            self._local.store = sqlite3.connect(self._address, uri=True, check_same_thread=False)
        store: sqlite3.Connection = self._local.store
        return store

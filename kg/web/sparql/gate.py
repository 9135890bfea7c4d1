"""The gate: which queries are let through to the store. Nothing here knows processes or HTTP; it runs in a worker.

A query reaches the network only by SERVICE: LOAD and the rest are updates, which a worker never runs (it calls the engine's
`query`, on a store opened read-only), and FROM opens no address in Oxigraph, only graphs that are there.

**SERVICE is refused by what its grammar needs.** Whatever else a text holds, the engine can read a SERVICE clause only
where the keyword, perhaps SILENT, a variable, IRI or prefixed name, and an opening brace follow each other, with nothing
but white space and comments between (SPARQL 1.1, rule 59; Oxigraph expands no \\u escapes in keywords). A text without such
a sequence has no such clause, however its quotes, comments and less-than signs are read; that is one regular expression,
microseconds long. So the proof does not rest on a second parser that reads the text as the engine does: a tokenizer that
takes `?a<?b#>` for an IRI overlooks what follows. Where the sequence stands in a comment, the text that is run has its
comments taken out and is looked at again.

**Datasets are read from the algebra** by rdflib's parser, the reference implementation in Python; only texts in which FROM
could be a clause pay its milliseconds. What it gives is set on the engine in place of what the text says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

__all__ = ["Passed", "Refused", "check", "nesting", "update", "walk"]

#: How deep brackets may nest. The engine takes thousands; a person writes ten.
DEEPEST = 100

# White space is written out: Python's \s holds U+1680, which the grammar takes for a letter of a name.
_GAP = r"(?:[ \t\r\n]|\#[^\r\n]*+)*+"
_NAMED = r"(?:<[^<>]*+>|[?$][^ \t\r\n{}\#]++|[^ \t\r\n{}<>?$\#:]*+:(?:[^ \t\r\n{}\#\\]|\\.)*+)"
_SERVICE = re.compile(rf"service{_GAP}(?:silent)?{_GAP}{_NAMED}{_GAP}\{{", re.IGNORECASE)
_FROM = re.compile(rf"from{_GAP}(?:named)?{_GAP}(?:<|[^ \t\r\n{{}}<>\"'?$\#:]{{0,200}}+:)", re.IGNORECASE)
_LETTERS = re.compile("service|from", re.IGNORECASE)
_UPDATE = re.compile(
    rf"(?:{_GAP}(?:prefix\s+[^\s:]*:\s*<[^<>]*>|base\s*<[^<>]*>))*{_GAP}"
    r"(insert|delete|load|clear|drop|create|add|move|copy|with)\b",
    re.IGNORECASE,
)
#: Strings, IRIs and comments: what brackets in them do is of no account.
_OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\r\n]|\\.)*+"'
    r"|'(?:[^'\\\r\n]|\\.)*+'"
    r"|<[^<>\"{}|^`\\\x00-\x20]*+>"
    r"|(?P<comment>\#[^\r\n]*+)",
    re.DOTALL,
)


class Refused(Exception):
    """A query that is not run; the text says why, and `status` is its HTTP status."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Passed:
    """A query that may be run: its text, and the graphs it names by FROM and FROM NAMED; None if it names none."""

    text: str
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


@lru_cache(maxsize=1024)
def check(text: str) -> Passed:
    """Let a query through, or raise Refused."""
    if nesting(text) > DEEPEST:
        raise Refused(400, f"brackets nest more than {DEEPEST} deep")
    if not _LETTERS.search(text):
        return Passed(text)
    if _SERVICE.search(text):
        text = _OPAQUE.sub(lambda found: " " if found["comment"] else found[0], text)
        if _SERVICE.search(text):
            raise Refused(403, "SERVICE is refused: this service asks no other (nor may a string hold such a clause)")
    passed = Passed(text)
    return _dataset(passed) if _FROM.search(text) else passed


def nesting(text: str) -> int:
    """Give how deep brackets nest, those in strings, IRIs and comments aside. A guard of comfort: what is deeper than the
    engine's stack ends a worker, not the service.
    """
    if text.count("{") + text.count("(") + text.count("[") <= DEEPEST:
        return 0
    depth = deepest = 0
    for letter in _OPAQUE.sub("", text):
        if letter in "{([":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "})]":
            depth -= 1
    return deepest


def update(text: str) -> bool:
    """Tell whether a text that is no query begins as an update."""
    return _UPDATE.match(text) is not None


def walk(node: Any) -> Iterator[Any]:
    """Give every part of rdflib's algebra, those inside filters, EXISTS and subqueries too."""
    from rdflib.plugins.sparql.parserutils import CompValue

    stack, seen = [node], set()
    while stack:
        part = stack.pop()
        if isinstance(part, CompValue):
            if id(part) in seen:
                continue
            seen.add(id(part))
            yield part
            stack += part.values()
        elif isinstance(part, list | tuple | set):
            stack += part


def _dataset(passed: Passed) -> Passed:
    """Read the dataset clause; the walk finds SERVICE a second time, by the reading of another parser."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    from kg.vocab import BASE, PREFIXES

    try:
        algebra = translateQuery(parseQuery(passed.text), base=BASE, initNs=PREFIXES).algebra
    except RecursionError:
        raise Refused(400, "the query nests too deeply") from None
    except Exception as error:  # pyparsing and rdflib raise many kinds
        why = str(error).partition("\n")[0]
        raise Refused(
            400, f"FROM may be a clause here, and the query cannot be read ({why}); give graphs by default-graph-uri"
        ) from None
    if any(part.name == "ServiceGraphPattern" for part in walk(algebra)):
        raise Refused(403, "SERVICE is refused: this service asks no other")
    clauses = algebra.datasetClause
    if not clauses:
        return passed
    default = tuple(str(each.default) for each in clauses if each.default)
    named = tuple(str(each.named) for each in clauses if each.named)
    return replace(passed, default=default, named=named)

"""Queries that ask one build of an endpoint that holds several: written anew so that they see its graphs and no others.

In an endpoint a graph is stored under a name of its own, and each build says which graphs it is made of. A query that
names graphs as the embedded store has them, graph:labels or a source, is given the names those have in the build.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from kg.errors import QueryError

__all__ = ["NAME", "form_of", "pinned", "shows_all"]

#: Says of a stored graph which graph of the build it is (SPARQL 1.1 Service Description).
NAME = "<http://www.w3.org/ns/sparql-service-description#name>"
#: What is put after a variable to name the stored graph it stands for.
HIDDEN = "__stored"
_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<variable>[?$]\w+)
    |(?P<word>(?:[\w-][\w.-]*)?:(?:[\w.%:-]*[\w%:-])?|@[\w-]+|\w+)
    |(?P<sign>\S)""",
    re.S | re.X,
)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
#: A graph that no build has.
_NOWHERE = "<https://w3id.org/cartel-kg/stored/none>"

Token = tuple[str, str]


@lru_cache(maxsize=256)
def _tokens(query: str) -> tuple[Token, ...]:
    """Cut a query into its tokens; comments are left out."""
    found = ((match.lastgroup or "", match[0]) for match in _TOKEN.finditer(query))
    return tuple((kind, " " if text.startswith("#") else text) for kind, text in found)


@lru_cache(maxsize=256)
def form_of(query: str) -> str:
    """Give the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE; empty for text that is none of them."""
    words = (text.upper() for kind, text in _tokens(query) if kind == "word")
    return next((word for word in words if word in _FORMS), "")


@lru_cache(maxsize=256)
def shows_all(query: str) -> bool:
    """Tell whether a query is a SELECT *, whose answer shows the variables that were put in."""
    texts = [text.upper() for kind, text in _tokens(query) if kind != "space"]
    start = texts.index("SELECT") + 1 if "SELECT" in texts else 0
    return "*" in texts[start : start + 2]


def pinned(
    query: str,
    values: Mapping[str, str],
    graphs: Mapping[str, str],
    build: str,
    prefixes: Mapping[str, str],
) -> str:
    """Give a query with values, ready terms, in place of variables, that asks one build.

    `graphs` are the stored names by the names they have in the build, the default graph by "". Raises QueryError for
    what cannot be asked of one build.

    >>> pinned("ASK { GRAPH <u:g> { ?s ?p ?o } }", {"o": '"x"'}, {"": "u:1", "u:g": "u:2"}, "u:b", {})
    'ASK { GRAPH <u:1> { GRAPH <u:2> { ?s ?p "x" } } }'
    """
    form = form_of(query)
    if form == "DESCRIBE":
        raise QueryError("DESCRIBE is not asked of an endpoint; say what to give with CONSTRUCT { … } WHERE { … }")
    return "".join(_Pinning(form, values, graphs, build, dict(prefixes)).written(_tokens(query)))


class _Pinning:
    def __init__(
        self, form: str, values: Mapping[str, str], graphs: Mapping[str, str], build: str, prefixes: dict[str, str]
    ) -> None:
        self.form, self.values, self.graphs, self.build, self.prefixes = form, values, graphs, build, prefixes
        self.out: list[str] = []
        self.depth = self.bracket = 0
        #: What follows the group that closes at a depth.
        self.after: dict[int, str] = {}
        self.clause = ""
        self.wrapped = False

    def written(self, tokens: tuple[Token, ...]) -> list[str]:
        """Give the query in pieces."""
        place = 0
        while place < len(tokens):
            kind, text = tokens[place]
            word = text.upper() if kind == "word" else ""
            if word in {"FROM", "SERVICE"}:
                raise QueryError(f"{word} is not asked of an endpoint; name graphs with GRAPH")
            if word == "PREFIX":
                place = self._prefix(tokens, place)
            elif word == "GRAPH":
                place = self._graph(tokens, place)
            else:
                self._other(kind, text, word)
                place += 1
        return self.out

    def _prefix(self, tokens: tuple[Token, ...], place: int) -> int:
        name, iri = _next(tokens, place), _next(tokens, _next(tokens, place))
        self.prefixes[tokens[name][1].rstrip(":")] = tokens[iri][1][1:-1]
        self.out.extend(text for _, text in tokens[place : iri + 1])
        return iri + 1

    def _graph(self, tokens: tuple[Token, ...], place: int) -> int:
        place = _next(tokens, place)
        kind, text = tokens[place]
        if kind == "variable":
            text = self.values.get(text[1:], text)
        if text.startswith(("?", "$")):
            self.out.append(f"GRAPH {text}{HIDDEN}")
            self.after[self.depth] = f" GRAPH <{self.build}> {{ {text}{HIDDEN} {NAME} {text} }}"
        else:
            prefix, _, local = text.partition(":")
            iri = text[1:-1] if text.startswith("<") else self.prefixes.get(prefix, "") + local
            self.out.append(f"GRAPH <{self.graphs[iri]}>" if iri in self.graphs else f"GRAPH {_NOWHERE}")
        return place + 1

    def _other(self, kind: str, text: str, word: str) -> None:
        if word in {"SELECT", "CONSTRUCT", "WHERE", "ASK", "GROUP", "ORDER", "HAVING", "VALUES"}:
            if word == "WHERE" and self.clause == "CONSTRUCT" and self.form == "CONSTRUCT" and not self._templated():
                raise QueryError("CONSTRUCT WHERE is not asked of an endpoint; write CONSTRUCT { … } WHERE { … }")
            self.clause = word
        if kind == "variable" and text[1:] in self.values:
            text = self._bound(text)
        elif text == "{":
            text = self._opened()
        elif text == "}":
            text = self._closed()
        elif text in "()" and kind == "sign":
            self.bracket += 1 if text == "(" else -1
        self.out.append(text)

    def _templated(self) -> bool:
        return "}" in self.out

    def _bound(self, variable: str) -> str:
        """Give a bound variable's value, so that it is shown under its name and grouping stays grouping."""
        value = self.values[variable[1:]]
        if self.clause == "SELECT" and self.bracket == 0:
            return f"({value} AS {variable})" if self.depth == 0 else f"({value} AS {variable}_{len(self.out)})"
        if self.clause == "GROUP":
            return f"{variable}_{len(self.out)}"
        return variable if self.clause == "ORDER" else value

    def _opened(self) -> str:
        self.depth += 1
        template = self.clause == "CONSTRUCT" and not self._templated()
        wraps = self.depth == 1 and not self.wrapped and not template
        self.clause = "" if not template else self.clause
        if not wraps:
            return "{"
        self.wrapped = True
        self.after[0] = " }"
        return f"{{ GRAPH <{self.graphs['']}> {{"

    def _closed(self) -> str:
        self.depth -= 1
        return "}" + self.after.pop(self.depth, "")


def _next(tokens: tuple[Token, ...], place: int) -> int:
    """Give the place of the next token that is no space."""
    place += 1
    while place < len(tokens) and tokens[place][0] == "space":
        place += 1
    if place >= len(tokens):
        raise QueryError("the query is not SPARQL: it ends in the middle")
    return place

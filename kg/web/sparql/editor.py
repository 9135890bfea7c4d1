"""A page to write queries on: works as a plain form, better with the editor (YASQE), which completes our terms."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.ontology import load_ontology
from kg.queries import question, question_names
from kg.vocab import PREFIXES
from kg.web.pages.page import CAVEAT, Page, assets, template

__all__ = ["example", "page", "routes"]

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "json": "application/json"}
#: The editor's code writes markup of its own (icons, measures), which trusted types would have to be taught; none of it is
#: made from data, and what we show of an answer is set as text.
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_FIRST = """# What is established between whom? (What is alleged as well: GRAPH graph:alleged { ?s ?p ?o })
SELECT ?subject ?relation ?object WHERE {
  ?s ?p ?o .
  GRAPH graph:labels { ?s rdfs:label ?subject . ?o rdfs:label ?object }
  GRAPH graph:ontology { ?p rdfs:label ?relation FILTER(LANG(?relation) = "en") }
}
ORDER BY ?subject ?relation ?object
LIMIT 100"""
_USED = re.compile(r"(?<![\w:<])(\w*):\w")


@dataclass(frozen=True, slots=True)
class _Assets:
    """Files of the page by name, and the mark of their content in their addresses."""

    mark: str
    files: Mapping[str, bytes]


def routes() -> list[Route]:
    """Give the addresses of the page's files."""
    return [Route("/sparql/static/{mark}/{name}", _asset)]


def page(build: str, query: str, chosen: str = "") -> Response:
    """Give the page, with a query or an example written on it."""
    named = [question(name) for name in question_names()]
    shown = query or (example(chosen) if chosen in question_names() else _declared(_FIRST))
    frame = {
        "page": Page("sparql", "SPARQL", {}),
        "assets": assets()[0],
        "caveat": CAVEAT,
        "build": build,
        "address": "/sparql",
    }
    html = template("sparql").render(
        **frame, mark=_assets().mark, query=shown, questions=named, chosen=chosen, prefixes=PREFIXES
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": _CSP, "Cache-Control": "no-cache", "Vary": "Accept"})


def example(name: str) -> str:
    """Give a named question as a text that runs anywhere: with its prefixes, and how to ask it of one entity."""
    asked = question(name)
    hints = [
        f"# {each.name}: to ask about one, write VALUES ?{each.name} {{ … }} as the first line of WHERE"
        for each in asked.params
    ]
    lines = asked.sparql.strip().splitlines()
    comments = [line for line in lines if line.startswith("#")]
    rest = "\n".join(line for line in lines if not line.startswith("#"))
    return "\n".join([*comments, *hints, _declared(rest)])


def _declared(sparql: str) -> str:
    used = sorted(set(_USED.findall(sparql)) & set(PREFIXES))
    return "\n".join([*(f"PREFIX {name}: <{PREFIXES[name]}>" for name in used), sparql])


async def _asset(request: Request) -> Response:
    name, found = request.path_params["name"], _assets()
    if request.path_params["mark"] != found.mark or name not in found.files:
        return PlainTextResponse("there is no such file\n", 404)
    kind = _TYPES[name.rpartition(".")[2]]
    return Response(
        found.files[name], media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


@cache
def _assets() -> _Assets:
    here = files("kg.web.sparql")
    found = {each.name: each.read_bytes() for each in (here / "page").iterdir() if each.name.endswith((".css", ".js"))}
    found |= {
        each.name: each.read_bytes() for each in (here / "vendor").iterdir() if each.name.endswith((".css", ".js"))
    }
    found["terms.json"] = json.dumps(_terms()).encode()
    return _Assets(hashlib.sha256(b"".join(found[name] for name in sorted(found))).hexdigest()[:12], found)


def _terms() -> dict[str, list[str]]:
    """Give what the editor completes: relations, classes and prefixes."""
    terms = sorted(load_ontology().terms.values(), key=lambda term: term.name)
    return {
        "relations": [term.iri for term in terms if any(kind.endswith("Property") for kind in term.kinds)],
        "classes": [term.iri for term in terms if "Class" in term.kinds],
        "prefixes": [f"{name}: <{iri}>" for name, iri in PREFIXES.items()],
    }

"""The explorer: pages for people, and the same as CSV, JSON and JSON-LD.

asked    what a page may be asked: parameters, read and bounded
page     a page in all its forms
answer   from a request to a page and back
shown    facts and claims as they are shown, with the words that must stand beside them
links    addresses of records
"""

from contextlib import AbstractAsyncContextManager

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute
from starlette.routing import Route as Path

from kg.web.live import Live, live
from kg.web.pages.answer import ERRORS, Answering
from kg.web.pages.asked import Parameter
from kg.web.pages.claim import claim
from kg.web.pages.compare import compare
from kg.web.pages.entity import entity
from kg.web.pages.home import home
from kg.web.pages.network import network
from kg.web.pages.ontology import ontology, term
from kg.web.pages.openapi import openapi
from kg.web.pages.page import Route, assets
from kg.web.pages.questions import answer, questions
from kg.web.pages.reply import reply
from kg.web.pages.source import source, sources
from kg.web.settings import Settings

__all__ = ["ERRORS", "PAGES", "lifespan", "routes"]

_PART = Parameter("part", "which part of what is too long for one page, from 1", "integer", default=1, most=100_000)
_ON = Parameter("on", "only what can hold on a day, month or year, in EDTF (2025-08)", "date")
_KEY = "the id, as in the address of a page"
_VIEW = Parameter(
    "include",
    "established: what publishers state in their own voice; alleged: that, and what is said",
    choices=("alleged", "established"),
    default="alleged",
)

#: Every page there is: routing and the description for programs (/openapi.json) both read this.
PAGES = (
    Route("/", "search", "Search names; without a text, the first page", home, (
        Parameter("q", "a name, an alias, or the beginning of one"),
        Parameter("limit", "how many to give", "integer", default=20, most=100),
    )),
    Route("/entity/{key}", "entity", "Everything said about a person, organisation, event or place", entity, (_ON, _PART)),
    Route("/claim/{key}", "claim", "One claim with its quote, speaker, certainty, date and source", claim),
    Route("/sources", "sources", "What the store was made from", sources),
    Route("/source/{key}", "source", "One source, its passages, and what would go if it were retracted", source, (_PART,)),
    Route("/ontology", "ontology", "The terms", ontology),
    Route("/ontology/{key}", "term", "One term: definition, example, and the questions that ask it", term),
    Route("/questions", "questions", "The named questions", questions),
    Route("/questions/{key}", "answer", "The answer to a named question; its parameters are told at /questions", answer, slow=True),
    Route("/network", "network", "The network around one or several entities", network, (
        Parameter("entity", _KEY, many=True),
        Parameter("depth", "how many steps from them", "integer", default=1, most=2),
        _VIEW, _ON,
    ), slow=True),
    Route("/compare", "compare", "What is said of an entity as of two dates", compare, (
        Parameter("entity", _KEY),
        Parameter("first", "a day, month or year in EDTF", "date"),
        Parameter("second", "another", "date"),
    )),
    Route("/reply/{key}", "reply", "The right-to-reply sheet: each allegation, who made it, and what was answered", reply, slow=True),
)  # fmt: skip


def lifespan(settings: Settings) -> AbstractAsyncContextManager[Live]:
    """Open the store that the pages read."""
    return live(settings.store)


def routes(settings: Settings) -> list[BaseRoute]:
    """Give the pages, their style and script, and their description for programs."""
    answering = Answering(settings)
    described = openapi(PAGES)

    async def description(request: Request) -> Response:
        return JSONResponse(described, headers={"Cache-Control": "no-cache"})

    found: list[BaseRoute] = [Path("/openapi.json", description), Path("/static/{version}/{name}", _static)]
    return found + [Path(each.path, answering.to(each), methods=["GET"]) for each in PAGES]


async def _static(request: Request) -> Response:
    version, files = assets()
    name = request.path_params["name"]
    if name not in files:
        return Response("there is no such file", 404, media_type="text/plain")
    kinds = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
    kept = "public, max-age=31536000, immutable" if request.path_params["version"] == version else "no-cache"
    return Response(files[name], media_type=kinds[name.rpartition(".")[2]], headers={"Cache-Control": kept})

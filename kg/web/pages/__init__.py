"""The explorer: pages for people, and the same as CSV, JSON and JSON-LD."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kg.web.live import Live, live
from kg.web.settings import Settings

__all__ = ["ERRORS", "lifespan", "routes"]

ERRORS: dict[Any, Callable[[Request, Exception], Response]] = {}


def lifespan(settings: Settings) -> AbstractAsyncContextManager[Live]:
    """Open the store that the pages read."""
    return live(settings.store)


def routes(settings: Settings) -> list[BaseRoute]:
    """Give the pages."""
    return [Route("/", _home)]


async def _home(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"build {request.app.state.live.build.id}\n")

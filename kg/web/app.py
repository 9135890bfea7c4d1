"""The application: pages, SPARQL, health and metrics."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.web import pages, sparql
from kg.web.asking import asking
from kg.web.metrics import METRICS
from kg.web.middleware import Straight, middleware
from kg.web.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings) -> Starlette:
    """Give the application that serves a store. Opens nothing before it is started."""
    routes: list[BaseRoute] = [Route("/healthz", _health), Route("/metrics", _metrics)]
    routes += [*sparql.routes(settings), *pages.routes(settings)]

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            app.state.live = await stack.enter_async_context(pages.lifespan(settings))
            app.state.pool = await stack.enter_async_context(sparql.lifespan(settings))
            app.state.live.asking = asking(app.state.pool)
            yield

    app = Starlette(
        routes=routes,
        middleware=[*middleware(settings), Middleware(_Straight, routes)],
        exception_handlers=pages.ERRORS,
        lifespan=lifespan,
    )
    app.state.settings = settings
    return app


class _Straight:
    """Hands a request for one of a few exact addresses to its endpoint, past the search through all routes.

    Queries are short and many; the search, and the layer that makes pages of errors, which they have no use for, cost a tenth
    of their time.
    """

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.straight: dict[str, ASGIApp] = {each.path: each.endpoint for each in routes if isinstance(each, Straight)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.straight.get(scope["path"], self.app) if scope["type"] == "http" else self.app
        await app(scope, receive, send)


async def _health(request: Request) -> JSONResponse:
    """Say whether pages and queries are answered: 200 if both are, else 503. Each part says how it is in words."""
    state = request.app.state
    parts = {"pages": state.live.health(), "queries": state.pool.health()}
    well = all(part["ok"] for part in parts.values())
    return JSONResponse({"ok": well, **parts}, 200 if well else 503, headers={"Cache-Control": "no-store"})


async def _metrics(request: Request) -> PlainTextResponse:
    kind = "text/plain; version=0.0.4; charset=utf-8"
    return PlainTextResponse(METRICS.text(), media_type=kind, headers={"Cache-Control": "no-store"})

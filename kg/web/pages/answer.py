"""From a request to a page and back: forms, threads, the cache of who asked before, and what went wrong."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import kg
from kg.errors import KgError, LookupFailed, QueryError
from kg.web.live import Build, Live
from kg.web.pages.asked import Bad, Missing, read
from kg.web.pages.page import FORMS, Page, Route, assets, render
from kg.web.settings import Settings

__all__ = ["ERRORS", "Answering", "form_of"]

_RANGE = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+|\*)/([!#$%&'*+.^_`|~0-9A-Za-z-]+|\*)\s*((?:;[^,]*)?)")
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)
_VARY = {"Vary": "Accept"}


class _Room:
    """Threads for pages, so many at a time, and so many requests that may wait for one."""

    def __init__(self, threads: int, queue: int) -> None:
        self.threads, self.queue, self.waiting = threads, queue, 0
        self._limiter: anyio.CapacityLimiter | None = None

    async def run(self, make: Callable[[], tuple[str, str]]) -> tuple[str, str]:
        """Give what a function makes in a thread. Raises HTTPException 503 when too many wait."""
        if self._limiter is None:  # it belongs to the loop that runs
            self._limiter = anyio.CapacityLimiter(self.threads)
        if self.waiting >= self.queue:
            raise HTTPException(503, "too many pages are asked for at once; try again", {"Retry-After": "2"})
        self.waiting += 1
        try:
            return await anyio.to_thread.run_sync(make, limiter=self._limiter)
        finally:
            self.waiting -= 1


class Answering:
    """Makes pages in threads, so many at a time; who would wait too long is asked to come again."""

    def __init__(self, settings: Settings) -> None:
        self.quick = _Room(settings.page_threads, settings.page_queue)
        self.slow = _Room(settings.slow_threads, settings.slow_queue)

    def to(self, route: Route) -> Callable[[Request], Awaitable[Response]]:
        """Give the function that answers requests for a kind of page."""
        room = self.slow if route.slow else self.quick

        async def answered(request: Request) -> Response:
            live: Live = request.app.state.live
            build = live.build
            form = form_of(request, route.forms)
            tag = f'W/"{build.id}-{assets()[0]}-{kg.__version__}-{form}"'
            headers = {**_VARY, "ETag": tag, "Cache-Control": "no-cache"}
            asked = {**_given(request, route), **request.path_params, "form": form, "asking": live.asking}
            if tag in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=headers)
            text, policy = await room.run(lambda: _make(route, build, asked, form, _address(request)))
            if policy:
                headers["Content-Security-Policy"] = policy
            if form != "html":
                headers["Content-Disposition"] = f'inline; filename="{_file(request.url.path)}.{form}"'
            return Response(text, media_type=FORMS[form], headers=headers)

        return answered


def _make(route: Route, build: Build, asked: dict[str, Any], form: str, address: str) -> tuple[str, str]:
    page = route.make(build, asked)
    return render(page, form, build, address), page.policy if form == "html" else ""


def _given(request: Request, route: Route) -> dict[str, Any]:
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        given.setdefault(name, []).append(value)
    return read(route.parameters, given) | {"given": given}


def _address(request: Request) -> str:
    """Give the address of what is shown, without the form in which it is."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "format"]
    path = request.scope["raw_path"].decode("ascii", "replace")
    return f"{path}?{urlencode(kept)}" if kept else path


def _file(path: str) -> str:
    """Give a file's name that no header and no file system can take amiss."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", path).strip("-.")[:80] or "kg"


def form_of(request: Request, forms: tuple[str, ...]) -> str:
    """Give the form that is asked for by `?format=`, else by Accept. Raises HTTPException 400 and 406."""
    wanted = request.query_params.get("format")
    if wanted:
        if wanted not in forms:
            raise HTTPException(400, f"format is one of {', '.join(forms)}")
        return wanted
    best, chosen = 0.0, ""
    accept = (request.headers.get("accept") or "*/*")[:1000]
    for form in forms:
        if (quality := _quality(accept, FORMS[form].partition(";")[0])) > best:
            best, chosen = quality, form
    if not chosen:
        raise HTTPException(406, f"this page is there as {', '.join(FORMS[form].partition(';')[0] for form in forms)}")
    return chosen


def _quality(accept: str, media: str) -> float:
    """Give how welcome a media type is to an Accept header; the most exact range decides.

    >>> _quality("text/html;q=0.2, text/*;q=0.7, */*", "text/html"), _quality("no such thing", "text/html")
    (0.2, 0.0)
    """
    kind, _, sub = media.partition("/")
    best = (-1, 0.0)
    for part in accept.split(","):
        if found := _RANGE.fullmatch(part):
            ranged = found[1].lower(), found[2].lower()
            exact = {(kind, sub): 2, (kind, "*"): 1, ("*", "*"): 0}.get(ranged, -1)
            quality = _QUALITY.search(found[3])
            if exact > best[0]:
                best = (exact, min(1.0, float(quality[1])) if quality else 1.0)
    return best[1]


async def _failed(request: Request, error: Exception) -> Response:
    """Answer with what went wrong, as a page or as JSON."""
    status, why, headers = 400, str(error), {}
    if isinstance(error, HTTPException):
        status, why, headers = error.status_code, error.detail, dict(error.headers or {})
        why = "there is no such page" if status == 404 and why == "Not Found" else why
    elif isinstance(error, LookupFailed | Missing):
        status = 404
    try:
        form = form_of(request, ("html", "json"))
    except HTTPException:
        form = "json"
    page = Page("failed", why[:1].upper() + why[1:], {"error": why}, shown={"status": status})
    text = render(page, form, request.app.state.live.build, _address(request))
    return Response(text, status, headers | _VARY | {"Cache-Control": "no-store"}, FORMS[form])


ERRORS: dict[Any, Callable[[Request, Exception], Awaitable[Response]]] = dict.fromkeys(
    (HTTPException, Bad, Missing, LookupFailed, QueryError, KgError), _failed
)

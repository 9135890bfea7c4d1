"""The page for review, served to this machine only.

Bound to the loopback address; every address holds a random token; Host and Origin must be the page's own, so that no
other site the browser has open can ask or answer. The page asks nothing of anybody else.
"""

import hmac
import json
import secrets
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any

from kg.errors import DataError, KgError
from kg.model import Review
from kg.review.session import Session

__all__ = ["ReviewServer", "serve"]

_FILES = {"": "review.html", "review.css": "review.css", "review.js": "review.js"}
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
_LIMIT = 1 << 20  # bytes of a request
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def serve(session: Session, *, port: int, say: Callable[[str], None], open_page: bool = True) -> None:
    """Serve the page until it is closed by its key, or by Ctrl-C. Raises KgError when the port is taken."""
    try:
        server = ReviewServer(session, port)
    except OSError as error:
        raise KgError(f"cannot listen on port {port}: {error.strerror}; choose another --port") from None
    with server:
        say(f"review at {server.address}\nquit with q in the page, or Ctrl-C here; everything is written as you go")
        if open_page:
            webbrowser.open(server.address)
        server.serve_forever(poll_interval=0.2)


class ReviewServer(ThreadingHTTPServer):
    """A server on 127.0.0.1 for one session; `address` is where the page is, token included."""

    daemon_threads = True

    def __init__(self, session: Session, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.session = session
        self.token = secrets.token_urlsafe(24)
        self.host = f"127.0.0.1:{self.server_port}"
        self.address = f"http://{self.host}/{self.token}/"
        self.lock = threading.Lock()

    def stop(self) -> None:
        """Stop serving, from a request's own thread."""
        threading.Thread(target=self.shutdown).start()


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    server_version, sys_version = "kg", ""
    timeout = 60

    def do_GET(self) -> None:
        """Give the page, its parts, or the state of the file."""
        asked = self._asked()
        if asked == "state":
            self._json(200, _state(self.server.session))
        elif asked in _FILES:
            name = _FILES[asked]
            kind = _TYPES[name.rpartition(".")[2]]
            self._send(200, f"{kind}; charset=utf-8", (files("kg.review") / "page" / name).read_bytes())
        elif asked is not None:
            self._json(404, {"faults": ["there is no such page"]})

    def do_POST(self) -> None:
        """Make one change: judge, edit, undo, or stop."""
        asked = self._asked(change=True)
        if asked is None:
            return
        length = self.headers.get("Content-Length", "")
        if self.headers.get_content_type() != "application/json" or not length.isdigit() or int(length) > _LIMIT:
            self._refuse(415, "a change is JSON of at most 1 MB")
            return
        try:
            given = json.loads(self.rfile.read(int(length)))
            wanted = {name: str(given.get(name, "")) for name in ("row", "review", "text", "version")}
        except (ValueError, AttributeError, RecursionError):
            self._refuse(400, "that is not JSON")
            return
        if asked == "stop":
            self._json(200, {})
            self.server.stop()
            return
        with self.server.lock:
            self._json(*_change(self.server.session, asked, wanted))

    def _asked(self, change: bool = False) -> str | None:
        """Give what is asked for below the token; refuse what does not come from the page itself."""
        _, token, *rest = (self.path.partition("?")[0] + "/").split("/")[:3]
        origin, own = self.headers.get("Origin"), f"http://{self.server.host}"
        if self.headers.get("Host") != self.server.host or (origin != own if change else origin not in {None, own}):
            self._refuse(403, "not asked by the page itself")
        elif not hmac.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(403, "the address needs the token that kg review printed")
        elif self.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
            self._refuse(403, "not asked by the page itself")
        else:
            return rest[0]
        return None

    def _refuse(self, code: int, reason: str) -> None:
        self._json(code, {"faults": [reason]})

    def _json(self, code: int, content: dict[str, Any]) -> None:
        self._send(code, "application/json; charset=utf-8", json.dumps(content, ensure_ascii=False).encode())

    def _send(self, code: int, kind: str, content: bytes) -> None:
        self.send_response(code)
        for name, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: an address in a log would carry the token."""


def _change(session: Session, asked: str, wanted: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Make a change and give the status and the answer; what is refused leaves the file as it was."""
    if wanted["version"] != session.version:
        return 409, {"faults": ["the file has moved on since this page read it; look again"], "state": _state(session)}
    row: str | None = wanted["row"]
    try:
        if asked == "judge":
            session.judge(wanted["row"], Review(wanted["review"]))
        elif asked == "edit":
            row = session.edit(wanted["row"], wanted["text"])
        elif asked == "undo":
            row = session.undo()
        else:
            return 404, {"faults": ["there is no such change"]}
    except DataError as error:
        return 422, {"faults": [str(fault) for fault in error.faults]}
    except (OSError, ValueError) as error:
        return 422, {"faults": [f"not written: {error}"]}
    return 200, {"row": row, "state": _state(session)}


def _state(session: Session) -> dict[str, Any]:
    return {
        "file": str(session.path),
        "version": session.version,
        "article": session.article,
        "rows": [asdict(entry) for entry in session.entries],
    }

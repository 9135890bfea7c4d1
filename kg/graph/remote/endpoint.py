"""A SPARQL 1.1 endpoint over HTTP: its addresses, who we are to it, patience, and one clear line when it fails."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urljoin, urlsplit, urlunsplit

from kg.errors import MissingExtra, QueryError, StoreError

if TYPE_CHECKING:
    import httpx

__all__ = ["Addresses", "Endpoint", "addresses", "is_endpoint"]

#: Seconds an answer may take, unless KG_STORE_TIMEOUT says otherwise.
_TIMEOUT = 300.0
#: Seconds to wait before each new try. Every request of ours can be repeated without harm.
_PAUSES = (0.25, 0.5, 1.0, 2.0)
#: What a server answers that is there, and busy.
_BUSY = {429, 502, 503, 504}
_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_CREDENTIALS = "set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where an endpoint answers queries, takes updates, and hands out whole graphs (the Graph Store Protocol)."""

    place: str
    query: str
    update: str
    graphs: str


def is_endpoint(store: object) -> bool:
    """Tell whether a store is given by the address of an endpoint, not by a directory."""
    return str(store).startswith(("http://", "https://"))


def addresses(url: str, *, known: bool = False) -> Addresses:
    """Work out the addresses of an endpoint from one; `known` when we can say who we are.

    >>> addresses("http://localhost:7878").update
    'http://localhost:7878/update'
    >>> addresses("http://localhost:8890/sparql", known=True).update
    'http://localhost:8890/sparql-auth'
    >>> addresses("http://localhost:7200/repositories/kg?query=.&update=kg/statements").update
    'http://localhost:7200/repositories/kg/statements'
    """
    parts = urlsplit(url)
    if parts.username or parts.password:
        shown = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        raise StoreError(f"{shown}: an address with a password is kept in shell histories and logs; {_CREDENTIALS}")
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    place = urlunsplit(parts._replace(query="", fragment="")).rstrip("/")
    if unknown := given.keys() - {"query", "update", "graphs"}:
        raise StoreError(f"{place}: {', '.join(sorted(unknown))} is no address of ours; give query, update or graphs")
    if parts.path.endswith("/sparql"):  # Virtuoso
        guarded = "-auth" if known else ""
        found = Addresses(place, place, f"{place}{guarded}", f"{place}-graph-crud")
    else:
        base = place.removesuffix("/query")
        found = Addresses(base, f"{base}/query", f"{base}/update", f"{base}/store")
    chosen = {name: place if way == "." else urljoin(place, way) for name, way in given.items()}
    return Addresses(
        found.place,
        chosen.get("query", found.query),
        chosen.get("update", found.update),
        chosen.get("graphs", found.graphs),
    )


class Endpoint:
    """Sends queries and updates. Raises StoreError when the endpoint fails, QueryError when it refuses a query."""

    def __init__(self, url: str, environment: Mapping[str, str] = os.environ) -> None:
        try:
            import httpx
        except ModuleNotFoundError:
            raise MissingExtra(f"{url}: a remote store needs httpx; pip install 'cartel-kg[remote]'") from None
        token, user = environment.get("KG_STORE_TOKEN"), environment.get("KG_STORE_USER")
        self.at = addresses(url, known=bool(token or user))
        self._limit = _seconds(environment.get("KG_STORE_TIMEOUT"))
        auth = _password(user, environment.get("KG_STORE_PASSWORD", "")) if user else None
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        timeout = httpx.Timeout(self._limit, connect=min(self._limit, 10.0))
        self._client = httpx.Client(auth=auth, headers=headers, timeout=timeout)
        self._errors = httpx.TimeoutException, httpx.TransportError, httpx.InvalidURL
        self._answered = False

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def query(self, text: str, accept: str = _JSON) -> bytes:
        """Give the answer to a query, in JSON, or in N-Triples for triples."""
        answer = self._patiently(
            lambda: self._client.post(self.at.query, data={"query": text}, headers={"Accept": accept})
        )
        if answer.status_code == 400:
            raise QueryError(f"the query cannot be run: {_first_line(answer)}")
        return self._checked(answer, self.at.query, "query").content

    def update(self, text: str) -> None:
        """Carry out an update; one that can be repeated without harm, for it may be."""
        answer = self._patiently(lambda: self._client.post(self.at.update, data={"update": text}))
        self._checked(answer, self.at.update, "update")

    def graph(self, name: str, file: Path) -> None:
        """Write a graph to a file, in N-Triples."""

        def fetch() -> "httpx.Response":
            headers = {"Accept": _TRIPLES}
            with self._client.stream("GET", self.at.graphs, params={"graph": name}, headers=headers) as answer:
                if answer.is_success:
                    with file.open("wb") as stream:
                        for part in answer.iter_bytes():
                            stream.write(part)
                else:
                    answer.read()
            return answer

        self._checked(self._patiently(fetch), self.at.graphs, "graphs")

    def _patiently(self, send: Callable[[], "httpx.Response"]) -> "httpx.Response":
        timed_out, broken, no_address = self._errors
        fault = ""
        for pause in (*_PAUSES, None):
            try:
                answer = send()
                self._answered = True
                if answer.status_code not in _BUSY or pause is None:
                    return answer
            except timed_out:
                fault = f"gave no answer in {self._limit:g} s"
            except broken as error:
                fault = f"cannot be reached ({_plain(error)})"
                if not self._answered:
                    break  # it was never there: waiting is for a server that comes back
            except no_address as error:
                raise StoreError(f"{self.at.place}: is no address ({error}); give http://host:port") from None
            if pause is not None:
                time.sleep(pause)
        cure = "see that it runs, then run the same again: nothing is half done" if self._answered else "start it there"
        raise StoreError(f"{self.at.place}: the endpoint {fault}; {cure}")

    def _checked(self, answer: "httpx.Response", url: str, kind: str) -> "httpx.Response":
        status = answer.status_code
        if answer.is_success:
            return answer
        if status in {401, 403}:
            raise StoreError(f"{url}: the endpoint does not let us in ({status}); {_CREDENTIALS}")
        if status in {404, 405}:
            cure = f"name it: {self.at.place}?{kind}=/path"
            raise StoreError(f"{url}: there is no SPARQL {kind} here ({status}); {cure}")
        cure = "see the endpoint's log, then run the same again: nothing is half done"
        raise StoreError(f"{url}: the endpoint fails ({status}: {_first_line(answer)}); {cure}")


def _password(user: str, password: str) -> "httpx.Auth":
    """Give an authentication that shows the password in the way the endpoint asks for, and only when it asks."""
    import httpx

    class Asked(httpx.Auth):
        way: httpx.Auth | None = None

        def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
            if self.way is None:
                answer: Any = yield request
                if answer.status_code != 401:
                    return
                digest = answer.headers.get("www-authenticate", "").lower().startswith("digest")
                self.way = httpx.DigestAuth(user, password) if digest else httpx.BasicAuth(user, password)
            yield from self.way.auth_flow(request)

    return Asked()


def _seconds(text: str | None) -> float:
    try:
        seconds = float(text or _TIMEOUT)
    except ValueError:
        seconds = 0.0
    if seconds <= 0:
        raise StoreError(f"KG_STORE_TIMEOUT={text}: is no number of seconds; give one, such as 300")
    return seconds


def _plain(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


def _first_line(answer: "httpx.Response") -> str:
    text = answer.text.strip()
    return "no reason given" if not text or text.startswith("<") else text.partition("\n")[0][:300]

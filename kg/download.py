"""One file over HTTP: resumed where it broke off, retried with patience, never larger or slower than allowed.

Resuming keeps to RFC 9110: Range with If-Range, so that two versions of a file are never joined.
"""

import errno
import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from kg.errors import FetchError

__all__ = ["Limits", "Version", "download", "unchanged"]

_BLOCK = 1 << 16
_MB = 10**6
#: A server is not waited for longer than this between two attempts, whatever it asks for; seconds.
_LONGEST_PAUSE = 60.0
#: An attempt that brought this many bytes was no failure, only an interruption.
_HEADWAY = 1 << 16
#: Answers that another attempt may better.
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_UNREACHABLE = {errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH}
_AGENT = "cartel-kg (knowledge graph builder)"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait for a byte (seconds), how often to try, the first pause (seconds, doubled), bytes at most."""

    timeout: float = 30.0
    attempts: int = 5
    pause: float = 1.0
    largest: int = 2**30


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a file a server gave: its own marks, `modified` as an HTTP date, and the size in bytes."""

    url: str
    etag: str | None
    modified: str | None
    size: int | None

    @property
    def mark(self) -> str | None:
        """What If-Range may be asked with: a strong ETag, else the date; None means starting over."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


@dataclass(frozen=True, slots=True)
class _Job:
    """One file on its way: the part that came so far, and the note of which version it is of."""

    url: str
    part: Path
    noted: Path
    limits: Limits
    say: Callable[[str], None]


class _AgainError(Exception):
    """A failure that another attempt may better."""

    def __init__(self, fault: str, pause: float | None = None) -> None:
        super().__init__(fault)
        self.pause = pause


class _UnreachableError(Exception):
    """No connection could be made."""


def download(url: str, path: Path, limits: Limits, say: Callable[[str], None] = lambda _: None) -> Version:
    """Bring one file to `path`, and say which version it is; what came so far waits beside it if it breaks off.

    A file that is there already, or a part of it, is kept if the server still has that version. Raises FetchError.
    """
    _allowed(url)
    job = _Job(url, path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.json"), limits, say)
    if path.exists():
        before = _read(job)
        if before and unchanged(before, limits):
            return before
        path.unlink()
    failures, began = 0, False
    while True:
        had = _size(job.part)
        try:
            version = _transfer(job)
            job.part.replace(path)
            return version
        except _AgainError as error:
            gained = _size(job.part) - had
            failures = 0 if gained >= _HEADWAY else failures + 1
            began = began or gained > 0
            if failures >= limits.attempts:
                kept = "; what came is kept, run again to go on" if _size(job.part) else ""
                raise FetchError(f"{url}: {error}, {failures} times; try later{kept}") from None
            pause = limits.pause * 2 ** max(failures - 1, 0) if error.pause is None else error.pause
            say(f"{path.name}: {error}; trying again in {min(pause, _LONGEST_PAUSE):.0f} s")
            time.sleep(min(pause, _LONGEST_PAUSE))
        except _UnreachableError as error:
            # Nothing is gained by patience when there is no network; in the midst of a download there is.
            failures += 1
            if not began or failures >= limits.attempts:
                raise FetchError(
                    f"{url}: cannot be reached: {error}; are you online, and is the address right?"
                ) from None
            time.sleep(limits.pause)


def unchanged(version: Version, limits: Limits) -> bool:
    """Tell whether the server still has that version. False where it gives no marks to tell by. Raises FetchError."""
    if version.etag is None and version.modified is None:
        return False
    headers = {"If-None-Match": version.etag} if version.etag else {"If-Modified-Since": version.modified or ""}
    try:
        with _open(version.url, headers, limits) as answer:
            return answer.status == HTTPStatus.NOT_MODIFIED or _version(version.url, answer) == version
    except (_AgainError, _UnreachableError) as error:
        raise FetchError(f"{version.url}: {error}; try later, what came is kept") from None


def _transfer(job: _Job) -> Version:
    """Bring the rest of a file, or all of it, to the part."""
    before, had = _read(job), _size(job.part)
    mark = before.mark if before else None
    headers = {"Range": f"bytes={had}-", "If-Range": mark} if had and mark else {}
    with _open(job.url, headers, job.limits) as answer:
        if answer.status == HTTPStatus.PARTIAL_CONTENT and before:
            if not (answer.headers.get("Content-Range") or "").startswith(f"bytes {had}-"):
                job.part.unlink()
                raise _AgainError("the server resumed at another place")
            version = before
        elif answer.status == HTTPStatus.OK:
            version, had = _version(job.url, answer), 0
            job.noted.write_text(json.dumps(asdict(version)), encoding="utf-8")
        else:
            raise FetchError(f"{job.url}: answers {answer.status} {answer.reason}; see whether the address is right")
        got = _copy(job, answer, version.size, had)
    if version.size is not None and got != version.size:
        raise _AgainError(f"the connection was cut after {got} of {version.size} bytes")
    return version


def _copy(job: _Job, answer: http.client.HTTPResponse, size: int | None, got: int) -> int:
    """Append what the server sends, and give how many bytes the part has then."""
    of = "" if size is None else f" of {size / _MB:.1f}"
    if (size or 0) > job.limits.largest:
        raise _too_large(job)
    try:
        with job.part.open("ab" if got else "wb", buffering=0) as out:
            while block := _next(answer):
                if got + len(block) > job.limits.largest:
                    raise _too_large(job)
                got += out.write(block)
                job.say(f"{job.part.stem}: {got / _MB:.1f}{of} MB")
    except OSError as error:
        kept = "make room; what came is kept, run again to go on"
        raise FetchError(f"{job.part}: cannot be written: {error.strerror}; {kept}") from None
    return got


def _next(answer: http.client.HTTPResponse) -> bytes:
    try:
        return answer.read1(_BLOCK)
    except (OSError, http.client.HTTPException) as error:
        raise _AgainError(_reason(error)) from None


def _too_large(job: _Job) -> FetchError:
    allowed = f"{job.limits.largest / _MB:.0f} MB"
    return FetchError(f"{job.url}: is larger than {allowed}; allow more with --largest if that is right")


def _open(url: str, headers: Mapping[str, str], limits: Limits) -> http.client.HTTPResponse:
    """Ask for a file and give the answer, 304 included. Raises FetchError for what no patience mends."""
    request = Request(url, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity", **headers})
    try:
        answer: http.client.HTTPResponse = _opener(url).open(request, timeout=limits.timeout)
    except HTTPError as error:
        error.close()
        raise _refused(url, error) from None
    except URLError as error:
        raise _broken(url, error.reason) from None
    except (OSError, http.client.HTTPException) as error:
        raise _broken(url, error) from None
    return answer


def _refused(url: str, error: HTTPError) -> Exception:
    said = f"answers {error.code} {error.reason}"
    if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return _AgainError(said)
    if error.code in _PASSING:
        after = error.headers.get("Retry-After", "")
        return _AgainError(said, float(after) if after.isdecimal() else None)
    if 300 <= error.code < 400:
        return FetchError(f"{url}: redirects in a circle or too often; see whether the address is right")
    return FetchError(f"{url}: {said}; see whether the address is right")


def _broken(url: str, reason: object) -> Exception:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return FetchError(f"{url}: its certificate does not hold: {reason.verify_message}; see who answers there")
    if isinstance(reason, socket.gaierror):
        return _UnreachableError(f"{urlsplit(url).hostname} is not known here")
    if isinstance(reason, OSError) and reason.errno in _UNREACHABLE:
        return _UnreachableError(_reason(reason))
    return _AgainError(_reason(reason))


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, http.client.IncompleteRead | http.client.RemoteDisconnected | ConnectionResetError):
        return "the connection was cut"
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def _allowed(url: str, origin: str | None = None) -> None:
    """Refuse any address but https, and http on this machine; a remote server may not send us to this machine."""
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise FetchError("the address holds a password, which would go into sources.toml; leave it out")
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and _here(url) and (origin is None or _here(origin)))
    ):
        sent = f"{origin}: sends on to {url}, which" if origin else f"{url}:"
        raise FetchError(f"{sent} is no https address; lists are taken over https only")


def _here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Redirects(HTTPRedirectHandler):
    max_redirections = 5
    max_repeats = 2

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        _allowed(newurl, req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_304(self, req: Request, fp: Any, code: int, msg: str, headers: Any) -> Any:
        return fp


def _opener(url: str) -> OpenerDirector:
    # A proxy is for the world outside, not for this machine.
    return build_opener(_Redirects, *([ProxyHandler({})] if _here(url) else []))


def _version(url: str, answer: http.client.HTTPResponse) -> Version:
    size = answer.headers.get("Content-Length", "")
    return Version(
        url, answer.headers.get("ETag"), answer.headers.get("Last-Modified"), int(size) if size.isdecimal() else None
    )


def _read(job: _Job) -> Version | None:
    try:
        version = Version(**json.loads(job.noted.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return version if version.url == job.url else None


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0

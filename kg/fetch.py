"""Editions of official lists, brought to a folder of their own: whole, checked, or not at all.

Where a list is published, and what goes into sources.toml about it, is data: `lists.toml`. An edition lies in a folder
that carries its id, with a SHA256SUMS that `sha256sum -c` reads; until it is whole it waits in a hidden folder beside.
"""

import json
import os
import re
import shutil
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date as day
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from kg.download import Limits, Version, download, unchanged
from kg.errors import DataError, Fault, FetchError
from kg.loaders._files import opened, sha256_of

__all__ = ["Fetched", "Listing", "Order", "fetch", "listing", "source_block"]

_SUMS = "SHA256SUMS"
_HEAD = 4096
#: A list of several files that changes this often while it is fetched is not to be had now.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as its publisher keeps it: the files with their addresses, the first of them the `path` of the source."""

    name: str
    loader: str
    files: Mapping[str, str]
    publisher: str = ""
    licence: str = ""
    language: str = ""
    title: str | None = None
    begins: str = ""
    dated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is wanted: which list, on which day it is taken, and what is known of it beforehand.

    `sha256` gives the expected digest of some of its files by name; `date` and `id` replace what would be found out.
    """

    listing: Listing
    retrieved: day
    id: str | None = None
    date: str | None = None
    sha256: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An edition that lies in its folder: its id, day, and the sha256 of each file; `new` unless it was here before."""

    order: Order
    id: str
    date: str
    folder: Path
    sha256: Mapping[str, str]
    new: bool


def listing(name: str, mirror: str | None = None) -> Listing:
    """Give a list by name (`ofac`, `un`), or the FollowTheMoney file at `ftm:URL`. Raises FetchError for another.

    `mirror` is a folder of the web that holds files of the same names.
    """
    known = _known()
    kind, _, url = name.partition(":")
    if kind not in known or bool(url) == ("files" in known[kind]):
        named = ", ".join(each if "files" in known[each] else f"{each}:URL" for each in known)
        raise FetchError(f"there is no list {name!r}; choose one of {named}")
    told = dict(known[kind])
    base = told.pop("base", "")
    if url:
        parts = [part for part in urlsplit(url).path.split("/") if part] or ["list"]
        stem = "-".join([*parts[:-1][-1:], parts[-1].partition(".")[0]])
        file = re.sub(r"[^\w.-]|^\.+", "_", parts[-1], flags=re.ASCII)
        return Listing(f"{kind}-{_slug(stem)}", files={file: url}, **told)
    names: dict[str, str] = told.pop("files")
    if mirror:
        mirror = mirror.rstrip("/") + "/"
        return Listing(name, files={ours: urljoin(mirror, ours) for ours in names}, **told)
    return Listing(name, files={ours: urljoin(base, theirs) for ours, theirs in names.items()}, **told)


@cache
def _known() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("kg") / "lists.toml").read_text(encoding="utf-8"))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-")


def fetch(order: Order, into: Path, limits: Limits, say: Callable[[str], None] = lambda _: None) -> Fetched:
    """Bring an edition of a list into a folder of its own under `into`.

    A broken download goes on where it broke off when asked for again. Raises FetchError when the list cannot be had,
    DataError when what came is not the list or not of the expected sha256; both leave what was there as it was.
    """
    for name in order.sha256:
        if name not in order.listing.files:
            raise FetchError(f"{name!r} is no file of this list; its files are {', '.join(order.listing.files)}")
    if order.id and not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", order.id):
        raise FetchError(f"{order.id!r} cannot be an id; write letters, digits, - and _")
    staged = into / f".{order.listing.name}.part"
    try:
        staged.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FetchError(f"{into}: cannot be a folder for lists: {error.strerror}; choose another with -o") from None
    versions = _all_of_one_edition(order, staged, limits, say)
    say("checking what came")
    sums = {name: _checked(order, staged, name) for name in order.listing.files}
    date = order.date or _date(order, staged, versions)
    found = Fetched(
        order=order,
        id=order.id or f"{order.listing.name}-{date}",
        date=date,
        folder=into / (order.id or f"{order.listing.name}-{date}"),
        sha256=sums,
        new=True,
    )
    return _settled(found, staged)


def _all_of_one_edition(order: Order, staged: Path, limits: Limits, say: Callable[[str], None]) -> dict[str, Version]:
    """Bring all files, and again if one has changed while the others came."""
    for _ in range(_ROUNDS):
        versions = {name: download(url, staged / name, limits, say) for name, url in order.listing.files.items()}
        marked = [version for version in list(versions.values())[:-1] if version.mark]
        if all(unchanged(version, limits) for version in marked):
            return versions
        say("the list has changed meanwhile; taking it again")
    raise FetchError(f"{order.listing.name}: the list changes while it is fetched; try later, what came is kept")


def _checked(order: Order, staged: Path, name: str) -> str:
    """Give the sha256 of a file that is what was expected; otherwise throw it away, so that it is never resumed."""
    path, url = staged / name, order.listing.files[name]
    found, wanted = sha256_of(path), order.sha256.get(name)
    fault = cure = ""
    if wanted and wanted.lower() != found:
        fault, cure = f"its sha256 is {found}, not {wanted.lower()}", "see which edition is meant, and who served this"
    else:
        try:
            with opened(path) as stream:
                head = stream.read(_HEAD)
                while stream.read(1 << 20):
                    pass
            text = head.decode("latin-1").removeprefix("ï»¿").lstrip()
            if not re.match(order.listing.begins, text, re.DOTALL):
                fault, cure = f"begins with {text[:30]!r}, not as this list does", "see what the address serves now"
        except DataError as error:
            fault, cure = error.faults[0].fault, error.faults[0].cure
    if fault:
        path.unlink()
        raise DataError([Fault(url, fault, cure)])
    return found


def _date(order: Order, staged: Path, versions: Mapping[str, Version]) -> str:
    """Give the day of an edition: what it says itself, else when the server last changed it, else when it was taken."""
    first = next(iter(order.listing.files))
    if order.listing.dated:
        with opened(staged / first) as stream:
            said = re.search(order.listing.dated, stream.read(_HEAD).decode("latin-1"))
        if said:
            return said[1]
    days = []
    for version in versions.values():
        try:
            days.append(parsedate_to_datetime(version.modified or "").date())
        except ValueError:
            continue
    return max(days, default=order.retrieved).isoformat()


def _settled(found: Fetched, staged: Path) -> Fetched:
    """Rename the waiting folder to the edition's in one step; an edition that is here already stays."""
    lines = [f"{digest}  {name}\n" for name, digest in found.sha256.items()]
    if found.folder.exists():
        same = all(
            (found.folder / name).is_file() and sha256_of(found.folder / name) == digest
            for name, digest in found.sha256.items()
        )
        if not same:
            cure = "give this one another id with --id, or move the folder away; what came is kept"
            raise FetchError(f"{found.folder}: holds something else than this edition; {cure}")
        shutil.rmtree(staged)
        return Fetched(
            order=found.order, id=found.id, date=found.date, folder=found.folder, sha256=found.sha256, new=False
        )
    for name in found.sha256:
        (staged / f"{name}.json").unlink(missing_ok=True)
    (staged / _SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    for stray in set(staged.iterdir()) - {staged / name for name in [*found.sha256, _SUMS]}:
        stray.unlink()
    staged.rename(found.folder)
    return found


def source_block(found: Fetched, sources: Path) -> str:
    """Write the `[[source]]` block of an edition, with its path as seen from the folder of `sources`.toml.

    What a FollowTheMoney file does not say of itself is left empty, to be filled in.
    """
    told = found.order.listing
    first, *others = found.sha256
    path = os.path.relpath(found.folder / first, sources.parent)
    texts = {
        "id": found.id,
        "loader": told.loader,
        "path": Path(path).as_posix(),
        "publisher": told.publisher,
        "title": told.title,
        "date": found.date,
        "licence": told.licence,
        "language": told.language,
        "url": told.files[first],
        "sha256": found.sha256[first],
    }
    # A JSON string is a TOML string.
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in texts.items() if text is not None]
    lines.append(f"retrieved = {found.order.retrieved.isoformat()}")
    beside = [f"# {name} beside it: sha256 {found.sha256[name]}" for name in others]
    return "\n".join(["[[source]]", *lines, *beside]) + "\n"

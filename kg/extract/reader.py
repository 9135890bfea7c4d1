"""Read an article: its raw text, and what its head and foot say of it.

Offsets count code points of the text as it is in the file. For HTML, PDF and other encodings than UTF-8 they count in
the text taken from it, which has to be kept beside the original (`Document.taken`).
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from kg.dates import written
from kg.errors import DataError, Fault
from kg.extract._formats import html_text, pdf_text

__all__ = ["Document", "Plain", "read", "read_text"]

_HEAD_LINES = 12
_KEYS = {
    "url": "url", "link": "url", "source url": "url", "enlace": "url",
    "date": "date", "published": "date", "fecha": "date", "publicado": "date",
    "outlet": "publisher", "publisher": "publisher", "medio": "publisher", "fuente": "publisher", "source": "publisher",
    "site": "publisher", "lang": "language", "language": "language", "idioma": "language",
    "title": "title", "headline": "title", "título": "title", "titulo": "title", "titular": "title",
    "author": "byline", "byline": "byline", "by": "byline", "autor": "byline", "por": "byline",
    "licence": "licence", "license": "licence", "rights": "licence", "form": "form", "section": "form", "sección": "form",
}  # fmt: skip
_KEYED = re.compile(
    rf"^[ \t*_#]*({'|'.join(sorted(_KEYS, key=len, reverse=True))})[ \t*_]*:[ \t*_]*(\S.*?)[ \t]*$", re.I
)
_BYLINE = re.compile(
    r"^[ \t*_]*(?:By|Por|Redacción|Texto:)\s+((?:[A-ZÁÉÍÓÚÑ][\w.’'&-]*|de|del|la|y|and|/|,|\||the)(?:[ \t]+|(?=,)|$)){1,9}",
    re.M,
)
_DATELINE = re.compile(r"^\W*date (\d{4}-\d\d-\d\d)\b", re.I)
_DAY = re.compile(r"\b(\d{1,2}) (JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]* (\d{2})\b")
_STOPWORDS = {
    "en": [
        "the",
        "of",
        "and",
        "to",
        "in",
        "that",
        "was",
        "for",
        "on",
        "with",
        "by",
        "said",
        "from",
        "had",
        "were",
        "has",
        "who",
        "been",
        "are",
        "which",
        "at",
    ],
    "es": [
        "el",
        "la",
        "los",
        "las",
        "de",
        "que",
        "en",
        "y",
        "del",
        "por",
        "con",
        "una",
        "un",
        "se",
        "su",
        "fue",
        "al",
        "como",
        "para",
        "lo",
        "más",
        "según",
    ],
}
_MARKUP = re.compile(
    r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w|[.,;:!?])[*_](?!\w)|`|!?\[(?=[^\]\n]*\]\()|(?<=\w)\]\([^)\s]*\)|^[ \t]*(?:#{1,6}|>|[-*+](?=[ \t]))[ \t]*",
    re.M,
)


@dataclass(frozen=True, slots=True)
class Plain:
    """The text as the extraction reads it: composed letters, no markup, straight line ends; each letter knows its place.

    `starts[i]` and `ends[i]` are the code points of the raw text that letter i covers.
    """

    text: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Give the raw code points of a stretch of the plain text."""
        if end <= start:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article: the raw text that offsets count in, and what is known of it."""

    id: str
    text: str
    file: str
    sha256: str
    language: str
    date: str | None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    byline: str | None = None
    licence: str | None = None
    original: str | None = None
    original_sha256: str | None = None
    body: tuple[int, int] = (0, 0)
    taken: bool = False
    plain: Plain = field(repr=False, compare=False)

    def quote(self, start: int, end: int) -> str:
        """Give the raw text of a stretch of the plain text."""
        first, last = self.plain.raw(start, end)
        return self.text[first:last]


def read(path: Path, **known: str | None) -> Document:
    """Read an article: text, Markdown, HTML, or a PDF with a text layer.

    `known` gives what the reader is told and need not find: date, publisher, language, title, url, licence, id.
    Raises DataError for a file that cannot be read or holds no text, MissingExtra for HTML or PDF without the
    packages of `[text]`.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(
            [Fault(str(path), f"cannot be read: {error.strerror}", "give the path of an article")]
        ) from None
    reader = _reader(path, raw)
    if reader:
        text, found = reader(raw, path)
    else:
        text, found = _decoded(raw, path), {}
    taken = reader is not None or text.encode() != raw
    if not text.strip():
        cure = "a scanned page needs text recognition first" if path.suffix.lower() == ".pdf" else "give an article"
        raise DataError([Fault(str(path), "holds no text", cure)])
    told = {**found, **{key: value for key, value in known.items() if value}}
    document = read_text(
        text, name=path.stem, file=path.name, markdown=path.suffix.lower() in {".md", ".markdown"}, **told
    )
    if not taken:
        return document
    return replace(
        document,
        file=f"{path.stem}.extracted.txt",
        taken=True,
        original=path.name,
        original_sha256=hashlib.sha256(raw).hexdigest(),
    )


def read_text(
    text: str, *, name: str = "text", file: str = "text.txt", markdown: bool = False, **known: str | None
) -> Document:
    """Give the document of a text that is already at hand; see `read`.

    >>> read_text("By Ana Ruiz\\n13 August 2025\\n\\nThe court said so.").date
    '2025-08-13'
    """
    plain = _plain(text, markdown)
    said, start, end = _head(plain.text)
    told = {**said, **{key: value for key, value in known.items() if value}}
    date = told.get("date")
    return Document(
        id=told.get("id") or _slug(name),
        text=text,
        file=file,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        language=(told.get("language") or _language(plain.text))[:2].lower(),
        date=written(date) or date if date else None,
        publisher=told.get("publisher") or _host(told.get("url")),
        title=told.get("title"),
        url=told.get("url"),
        byline=told.get("byline"),
        licence=told.get("licence"),
        body=(start, end),
        plain=plain,
    )


def _reader(path: Path, raw: bytes) -> Callable[[bytes, Path], tuple[str, dict[str, str]]] | None:
    head = raw[:512].lstrip().lower()
    if raw[:5] == b"%PDF-" or path.suffix.lower() == ".pdf":
        return pdf_text
    if path.suffix.lower() in {".html", ".htm", ".xhtml"} or head.startswith((b"<!doctype html", b"<html")):
        return html_text
    return None


def _decoded(raw: bytes, path: Path) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw[:4096]:
        fault = Fault(str(path), "is not text", "give text, Markdown, HTML or a PDF with a text layer")
        raise DataError([fault])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _plain(text: str, markdown: bool) -> Plain:
    """Compose letters, straighten spaces and line ends, drop markup; every letter keeps its place in the raw text."""
    removed = bytearray(len(text))
    for found in _MARKUP.finditer(text) if markdown else ():
        removed[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
    simple = text.isascii() and "\r" not in text and not any(removed)
    if simple:
        return Plain(text, range(len(text)), range(1, len(text) + 1))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, letter in enumerate(text):
        if removed[at] or letter in "\ufeff\u200b\u00ad" or (letter == "\r" and text[at + 1 : at + 2] == "\n"):
            continue
        if letters and unicodedata.combining(letter):
            joined = unicodedata.normalize("NFC", letters[-1] + letter)
            if len(joined) == 1 and ends[-1] == at:
                letters[-1], ends[-1] = joined, at + 1
                continue
        letters.append(
            " " if letter in "\u00a0\u202f\u2009\u2007" else "\n" if letter in "\r\u2028\u2029\x0c" else letter
        )
        starts.append(at)
        ends.append(at + 1)
    return Plain("".join(letters), tuple(starts), tuple(ends))


def _head(text: str) -> tuple[dict[str, str], int, int]:
    """Give what the first and last lines say of the article, and where its body starts and ends."""
    said: dict[str, str] = {}
    start = 0
    if found := _DATELINE.match(text):
        said["date"] = found[1]
        start = found.end()
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True)[:_HEAD_LINES]):
        bare = line.strip().strip("*_")
        end = at + len(line)
        if keyed := _KEYED.match(line.strip("\n")):
            said.setdefault(_KEYS[keyed[1].casefold()], keyed[2].strip("\"'“” "))
            start = end
        elif bare in {"---", "***", ""}:
            start = end if start == at and bare else start
        elif _BYLINE.match(line) and len(bare) < 90:
            said.setdefault("byline", bare)
            start = end
        elif len(bare) < 60 and (day := written(bare)) and len(day) == 10:
            said.setdefault("date", day)
            start = end
        elif start in {at, 0} and "title" not in said and _is_title(bare, text[end:], number):
            said["title"] = bare.lstrip("# ")
            start = end
        elif len(bare) > 140:
            break
        at = end
    foot = len(text.rstrip())
    last = text.rfind("\n", 0, foot) + 1
    if (found := _BYLINE.match(text, last)) and foot - last < 60 and last > start:
        said.setdefault("byline", text[last:foot].strip())
        said.setdefault("publisher", _outlet(text[last:foot].strip()) or "")
    if not said.get("date") and (day := _any_date(text)):
        said["date"] = day
    return {key: value for key, value in said.items() if value and key != "form"}, min(start, len(text)), foot


def _is_title(line: str, rest: str, number: int) -> bool:
    """Tell whether a line at the head is a headline: short, without a full stop, and with a text below it."""
    whole = line.rstrip('”"»’').endswith((".", ",", ";", ":")) and not line.endswith("...")
    goes_on = rest.lstrip(" \t")[:1].islower()
    return number < 4 and bool(rest.strip()) and 10 < len(line) <= 160 and not whole and not goes_on


def _outlet(byline: str) -> str | None:
    """Give the outlet of a byline that names one and nobody: "By BBC News"."""
    name = re.sub(r"^\W*(By|Por)\s+", "", byline)
    return (
        name
        if re.search(r"\b(News|Noticias|Agencia|Agency|Press|Times|Post|Diario|Staff|[A-Z]{2,5})\b", name)
        else None
    )


def _any_date(text: str) -> str | None:
    """Find the day in a dateline at the head or the foot: "CULIACÁN, 13 de agosto de 2025 (Agencia)", "3 JAN 90"."""
    for part in (text[:400], text[-200:]):
        for line in part.splitlines():
            day = written(line)
            if day and len(day) == 10 and (len(line) < 80 or line.find("2") < 80):
                return day
    if found := _DAY.search(text[:400].upper()):
        return written(f"{found[1]} {found[2].title()} {'19' if int(found[3]) > 40 else '20'}{found[3]}")
    return None


def _language(text: str) -> str:
    words = re.findall(r"\w+", text[:20_000].casefold())
    counts = {
        language: sum(word in stops for word in words)
        for language, stops in ((k, set(v)) for k, v in _STOPWORDS.items())
    }
    return max(sorted(counts), key=lambda language: counts[language])


def _host(url: str | None) -> str | None:
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def _slug(name: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9_-]+", "-", bare).strip("-").lower() or "article"

"""Take the text out of HTML pages and PDF files, by libraries that are kept."""

import io
from pathlib import Path
from typing import Any

from kg.errors import DataError, Fault, MissingExtra

__all__ = ["html_text", "pdf_text"]


def html_text(raw: bytes, path: Path) -> tuple[str, dict[str, str]]:
    """Give the article of a web page, without menus and scripts, and what its head says of it."""
    try:
        import trafilatura
    except ImportError:
        raise MissingExtra(f"{path}: reading HTML needs trafilatura; pip install 'cartel-kg[text]'") from None
    found: Any = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False, include_tables=False)
    if found is None or not (found.text or "").strip():
        raise DataError([Fault(str(path), "no article was found in the page", "save the text of the article as .txt")])
    told = {
        "title": found.title,
        "date": found.date,
        "publisher": found.sitename or found.hostname,
        "url": found.url,
        "byline": found.author,
        "language": found.language,
    }
    text = "\n\n".join(line for line in found.text.splitlines() if line.strip()) + "\n"
    return text, {key: value for key, value in told.items() if value}


def pdf_text(raw: bytes, path: Path) -> tuple[str, dict[str, str]]:
    """Give the text layer of a PDF, page after page, and the title and day its head gives."""
    try:
        import pypdf
    except ImportError:
        raise MissingExtra(f"{path}: reading PDF needs pypdf; pip install 'cartel-kg[text]'") from None
    try:
        pages = pypdf.PdfReader(io.BytesIO(raw))
        if pages.is_encrypted and not pages.decrypt(""):
            raise DataError([Fault(str(path), "is locked with a password", "save an unlocked copy")])
        text = "\n\n".join(page.extract_text() for page in pages.pages)
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, OSError) as error:
        raise DataError([Fault(str(path), f"is not a PDF that can be read: {error}", "save it again as PDF")]) from None
    title = pages.metadata.title if pages.metadata else None
    return text, {"title": str(title)} if title else {}

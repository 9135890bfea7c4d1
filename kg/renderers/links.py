"""Addresses that come from sources."""

import re
from urllib.parse import urlsplit

__all__ = ["link"]


def link(url: str | None) -> str | None:
    """Give an address that may be opened: http or https with a host, and nothing that hides in it."""
    if not url or re.search(r"[\s\x00-\x1f\x7f\\]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None

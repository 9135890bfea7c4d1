"""Review a claim file: accept, reject or edit its rows, in the terminal or in a page on this machine."""

from kg.review.session import Entry, Session, Span
from kg.review.terminal import review, summary

__all__ = ["Entry", "Session", "Span", "review", "summary"]

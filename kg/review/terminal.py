"""Review in the terminal: one row at a time, one key a judgement."""

import sys
from collections.abc import Callable, Iterator

import click
from rich.console import Console
from rich.text import Text

from kg.errors import DataError
from kg.model import Review
from kg.review.session import Entry, Session

__all__ = ["review", "summary"]

KEYS = "[a]ccept  [r]eject  [e]dit  [n]ext  [p]revious  [u]ndo  [q]uit"
_STYLES = {"quote": "bold yellow", "attribution": "bold cyan", "date": "bold magenta"}
_REVIEWS = {
    Review.CANDIDATE: "yellow", Review.ACCEPTED: "green", Review.REJECTED: "red", Review.CONFLICT: "magenta"
}  # fmt: skip
_AROUND = 160  # code points of the text shown before and after a passage
_ARROWS = {
    "\x1b[C": "n",
    "\x1b[B": "n",
    "\x1b[D": "p",
    "\x1b[A": "p",
    " ": "n",
}


def review(session: Session, keys: Iterator[str] | None = None) -> None:
    """Ask for a judgement of every candidate, until all are judged or somebody quits.

    `keys` are the keys pressed, from the terminal if not given. Each judgement is in the file before the next is asked for.
    """
    console = Console(highlight=False)
    pressed = keys or _pressed()
    at: int | None = session.open_after(len(session.entries) - 1) or 0
    actions: dict[str, Callable[[int], int | None]] = {
        "a": lambda number: _judge(session, number, Review.ACCEPTED),
        "r": lambda number: _judge(session, number, Review.REJECTED),
        "e": lambda number: _edit(session, number, console, pressed),
        "n": lambda number: min(number + 1, len(session.entries) - 1),
        "p": lambda number: max(number - 1, 0),
        "u": lambda number: session.place(row) if (row := session.undo()) else number,
    }
    while at is not None and session.entries:
        _show(console, session, at)
        key = next(pressed, "q")
        if key == "q":
            return
        try:
            at = actions[key](at) if key in actions else at
        except DataError as error:
            console.print(Text(f"\nnot written: {error}", style="red"))
        if key not in actions:
            console.print(Text(KEYS, style="dim"))


def summary(session: Session) -> str:
    """Say where the rows stand, and what comes next."""
    counts = session.counts()
    stand = ", ".join(f"{number} {review.value.lower()}" for review, number in counts.items() if number)
    left = "" if counts[Review.CANDIDATE] else f"\nnext: kg build {session.path}"
    return f"{session.path}: {stand or 'no rows'}{left}"


def _pressed() -> Iterator[str]:
    """Give keys as they are pressed; letters of stdin where it is no terminal."""
    while True:
        try:
            key = click.getchar() if sys.stdin.isatty() else sys.stdin.read(1)
        except EOFError:
            return
        if not key:
            return
        if key != "\n":
            yield _ARROWS.get(key, key.lower())


def _judge(session: Session, number: int, review: Review) -> int | None:
    session.judge(session.entries[number].id, review)
    return session.open_after(number)


def _edit(session: Session, number: int, console: Console, pressed: Iterator[str]) -> int:
    entry = session.entries[number]
    written: str | None = entry.text + "\n"
    while True:
        written = click.edit(written, extension=".yaml")
        if written is None or written.strip() == entry.text.strip():
            return number
        try:
            return session.place(session.edit(entry.id, written))
        except DataError as error:
            console.print(Text(f"\nnot written: {error}", style="red"))
            console.print("[dim]\\[e]dit again; any other key gives the edit up[/]")
            if next(pressed, "q") != "e":
                return number


def _show(console: Console, session: Session, number: int) -> None:
    entry = session.entries[number]
    left = session.counts()[Review.CANDIDATE]
    head = Text(f"\n{number + 1} of {len(session.entries)} · {entry.id} · ")
    head.append(entry.review.value, style=_REVIEWS[entry.review])
    head.append(f" · {left} to judge", style="dim")
    console.print(head)
    console.print(_passage(session.article, entry))
    for line in entry.says:
        console.print(Text("  " + _visible(line), style="bold"))
    console.print(Text("  " + _visible("; ".join(entry.beside))))
    if entry.note:
        console.print(Text("  note: " + _visible(entry.note), style="italic"))
    console.print(Text(KEYS, style="dim"))


def _passage(article: str, entry: Entry) -> Text:
    start = max(entry.quote.start - _AROUND, 0)
    end = min(entry.quote.end + _AROUND, len(article))
    shown = Text(_visible(article[start:end]))
    for span in entry.spans:
        shown.stylize(_STYLES[span.kind], max(span.start - start, 0), max(span.end - start, 0))
    return Text("…" if start else "") + shown + Text("…" if end < len(article) else "")


def _visible(text: str) -> str:
    """Replace control characters, which could move the cursor or hide text, by a sign of the same length."""
    return "".join(c if c in "\n\t" or c.isprintable() or c == "\u00a0" else "\ufffd" for c in text)

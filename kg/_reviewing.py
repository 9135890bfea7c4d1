"""Judging candidate pairs in the terminal: two records side by side, one key a judgement, each written at once."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rdflib import Dataset, URIRef
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kg._terminal import evidence_lines, faults, write
from kg.errors import DataError
from kg.model import local_key
from kg.ontology import load_ontology
from kg.queries.evidence import evidence, labels
from kg.queries.profile import sentence
from kg.resolve import Candidate, Decision, Party, Settled, append_decision, read_decisions, withdraw_decision

__all__ = ["Reviewer", "candidate_text"]

_VERDICTS = {"s": "Same", "d": "Different", "u": "Unsure"}
_KEYS = "[s]ame  [d]ifferent  [u]nsure  [n]ext  [z] undo  [e] quotes  [q]uit"
_REASON_LENGTH = 240


def candidate_text(number: int, each: Candidate) -> str:
    """Give a pair with its score and reasons, for reading."""
    lines = [f"{number}. {each.score.value:.2f}  {_called(each.left)}  ?=  {_called(each.right)}"]
    lines += [f"      {reason}" for reason in each.score.reasons]
    if each.earlier:
        lines.append(
            f"      judged Unsure by {each.earlier.decided_by} on {each.earlier.decided_on}: {each.earlier.reason}"
        )
    return _visible("\n".join(lines) + "\n")


def _visible(text: str) -> str:
    """Replace control characters, which could move the cursor or hide text, in what lists and articles wrote."""
    return "".join(c if c in "\n\t" or c.isprintable() or c == "\u00a0" else "\ufffd" for c in text)


def _called(party: Party) -> str:
    return f"{party.label} <{local_key(party.id)}>"


@dataclass(slots=True)
class Reviewer:
    """Shows pairs, asks for judgements, and writes each to the file before the next is shown."""

    dataset: Dataset
    path: Path
    decided_by: str
    today: date
    ask: Callable[[str, str], str]
    recorded: list[tuple[int, Decision]] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    def run(self, pairs: Sequence[Candidate]) -> int:
        """Go through the pairs; give how many judgements stand. The end of input, q and Ctrl-C all keep them."""
        self.sources = labels(self.dataset)
        at = 0
        try:
            while at < len(pairs):
                at = self._one(pairs, at)
        except (EOFError, KeyboardInterrupt):
            write("")
        return len(self.recorded)

    def _one(self, pairs: Sequence[Candidate], at: int) -> int:
        """Show one pair and do what the key says; give the position of the pair to show next."""
        each = pairs[at]
        if self._settled().is_settled(each.left.id, each.right.id):
            return at + 1  # through a judgement of this session
        write(f"\npair {at + 1} of {len(pairs)} · score {each.score.value:.2f}")
        write(side_by_side(each, self.sources))
        while True:
            key = self.ask(f"{_KEYS} > ", "").strip().casefold()[:1]
            if key in _VERDICTS:
                return at + 1 if self._judge(each, at, _VERDICTS[key]) else at
            if key in {"n", "k"}:
                return at + 1
            if key == "z":
                return self._undo(at)
            if key == "e":
                write(self._quotes(each))
            elif key == "q":
                return len(pairs)
            else:
                write("no such key")

    def _judge(self, each: Candidate, at: int, verdict: str) -> bool:
        said = [
            reason
            for reason in each.score.reasons
            if reason.startswith({"Same": "for", "Different": "against"}.get(verdict, ""))
        ]
        offered = "; ".join(reason.partition(": ")[2] if verdict != "Unsure" else reason for reason in said)
        reason = self.ask("reason: ", offered[:_REASON_LENGTH]).strip()
        if not reason:
            write("a judgement needs a reason; nothing was recorded")
            return False
        decision = Decision(URIRef(each.left.id), URIRef(each.right.id), verdict, self.decided_by, self.today, reason)
        try:
            append_decision(self.path, decision)
        except DataError as error:
            faults(error.faults)
            write("nothing was recorded")
            return False
        self.recorded.append((at, decision))
        write(f"recorded: {verdict}")
        return True

    def _undo(self, at: int) -> int:
        if not self.recorded:
            write("nothing of this session is left to undo")
            return at
        before, decision = self.recorded[-1]
        try:
            withdraw_decision(self.path, decision)
        except DataError as error:
            faults(error.faults)
            return at
        self.recorded.pop()
        write(f"taken back: {decision.verdict}")
        return before

    def _settled(self) -> Settled:
        return Settled(read_decisions(self.path) if self.path.exists() else ())

    def _quotes(self, each: Candidate) -> str:
        ontology, lines = load_ontology(), []
        for party in (each.left, each.right):
            lines.append(f"\n{_called(party)}")
            for claim in evidence(self.dataset, party.id, self.sources):
                lines += [f"  {sentence(claim, self.sources, ontology, seen_from=party.id)}", *evidence_lines(claim)]
        return _visible("\n".join(lines))


def side_by_side(each: Candidate, known: dict[str, str]) -> str:
    """Give both records in two columns, and under them what speaks for and against."""
    sides = (each.left, each.right)
    drawn = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for head in ("", *(local_key(side.id) for side in sides)):
        drawn.add_column(head, overflow="fold")
    rows: dict[str, list[list[str]]] = {
        "kind": [[side.type] for side in sides],
        "names": [[f"{name.text} ({side.kinds[name.text]})" for name in side.names] for side in sides],
        "born": [list(side.births) for side in sides],
        "birth place": [list(side.places) for side in sides],
        "nationality": [list(side.nationalities) for side in sides],
        "gender": [list(side.genders) for side in sides],
        "papers": [list(side.papers) for side in sides],
        "sources": [sorted(known.get(source, local_key(source)) for source in side.sources) for side in sides],
    }
    for name, cells in rows.items():
        if any(cells):
            drawn.add_row(name, *(escape(_visible("\n".join(cell))) for cell in cells))
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    with console.capture() as captured:
        console.print(drawn)
    return "\n".join(line.rstrip() for line in (*captured.get().splitlines(), *map(_visible, each.score.reasons)))

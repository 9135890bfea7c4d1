"""Identity: which records may be one party, and a person's judgement of each pair."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands import options

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.resolve import Candidate, Decision

__all__ = ["resolve"]


@click.command()
@click.option("--decisions", "path", default="data/decisions.csv", show_default=True, type=click.Path(dir_okay=False, path_type=Path), help="The judgements so far; --review adds to it.")  # fmt: skip
@click.option("--review", is_flag=True, help="Judge the pairs one by one, both records side by side.")
@click.option("--by", metavar="NAME", help="With --review: who decides. Asked for if left out.")
@click.option("--unsure", is_flag=True, help="Also the pairs judged Unsure before.")
@click.option("--entity", metavar="X", help="Only pairs with this entity, by name or id.")
@click.option("--within", is_flag=True, help="Pairs inside one source, in place of pairs across sources.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="The lowest score shown.  [default: 0.7]")
@click.option("--top", type=click.IntRange(1), help="How many pairs at most, the likeliest first.")
@click.option("--format", "form", type=options.FORMATS, default="table", show_default=True)
@options.with_dataset
def resolve(dataset: "Dataset", path: Path, review: bool, form: str, **chosen: Any) -> None:
    """List pairs of records that may be one party, with what speaks for and against. Nothing is merged by itself.

    \b
    Example: kg resolve --entity "El Cuini"
             kg resolve --review --by "Ana Ruiz"      then: kg build
    """
    from kg import _terminal
    from kg.resolve import read_decisions

    with _terminal.progress() as say:
        say("comparing records")
        decisions = read_decisions(path) if path.exists() else ()
        found = _candidates(dataset, decisions, chosen)
    top = chosen["top"]
    shown = found[: int(top)] if top else found
    if review:
        _review(dataset, path, chosen["by"], shown)
        return
    _terminal.write(_text(shown, form))
    if form == "table":
        of = f"{len(shown)} of {len(found)} pairs" if len(shown) < len(found) else f"{len(found)} pairs"
        _terminal.note(f"{of}; a person decides: kg resolve --review" if found else "no two records look like one")


def _candidates(dataset: "Dataset", decisions: "tuple[Decision, ...]", chosen: "dict[str, Any]") -> "list[Candidate]":
    from kg.queries import find_entity
    from kg.resolve import THRESHOLD, candidates

    entity = find_entity(dataset, chosen["entity"]) if chosen["entity"] else None
    threshold = THRESHOLD if chosen["threshold"] is None else chosen["threshold"]
    return [
        each
        for each in candidates(dataset, decisions, threshold=threshold, within=chosen["within"])
        if (entity is None or entity in (each.left.id, each.right.id)) and (chosen["unsure"] or each.earlier is None)
    ]


def _text(found: "list[Candidate]", form: str) -> str:
    import json

    from kg import _terminal
    from kg._reviewing import candidate_text
    from kg.model import local_key

    if form == "table":
        return "\n".join(candidate_text(number, each) for number, each in enumerate(found, 1))
    if form == "json":
        pairs = [
            {
                "score": each.score.value,
                **{
                    side: {"id": local_key(party.id), "label": party.label, "type": party.type}
                    for side, party in (("left", each.left), ("right", each.right))
                },
                "reasons": each.score.reasons,
            }
            for each in found
        ]
        return json.dumps(pairs, ensure_ascii=False, indent=1) + "\n"
    rows = [
        [
            f"{each.score.value:.3f}",
            local_key(each.left.id),
            each.left.label,
            local_key(each.right.id),
            each.right.label,
            "; ".join(each.score.reasons),
        ]
        for each in found
    ]
    return _terminal.table(["score", "left", "left label", "right", "right label", "reasons"], rows, form)


def _review(dataset: "Dataset", path: Path, by: str | None, found: "list[Candidate]") -> None:
    from kg import _terminal
    from kg._reviewing import Reviewer

    if not found:
        _terminal.write("no pair is left to judge")
        return
    try:
        decided_by = (by or _ask("who decides? ")).strip()
    except (EOFError, KeyboardInterrupt):
        decided_by = ""
    if not decided_by:
        raise click.UsageError("a judgement carries a name; give it with --by")
    recorded = Reviewer(dataset, path, decided_by, datetime.now().astimezone().date(), _ask).run(found)
    _terminal.write(f"\n{recorded} judgement{'' if recorded == 1 else 's'} added to {path}")
    if recorded:
        _terminal.write("Next: kg build    merges what is judged the same; to undo, change the row and build again")


def _ask(prompt: str, offered: str = "") -> str:
    """Read a line; what is offered can be edited on a terminal, and is taken for an empty line elsewhere."""
    if not sys.stdin.isatty():
        click.echo(prompt + offered, nl=False)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        click.echo("")
        return line.strip() or offered
    import readline

    readline.set_startup_hook(lambda: readline.insert_text(offered))
    try:
        return input(prompt)
    finally:
        readline.set_startup_hook()

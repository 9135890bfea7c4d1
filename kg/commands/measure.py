"""Measure extraction against what people read."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands import options

if TYPE_CHECKING:
    from kg.evaluate import Compared, Scores

__all__ = ["evaluate"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("gold", required=False, type=_FILE)
@click.argument("predicted", required=False, type=_FILE)
@click.option(
    "--corpus", type=_FOLDER, help="A folder of stories with gold claim files, in place of GOLD and PREDICTED."
)
@click.option(
    "--predicted",
    "predictions",
    type=_FOLDER,
    help="With --corpus: a folder of claim files laid out like it; without it, what kg extract reads.",
)
@click.option("--confusions", type=click.IntRange(min=0), default=10, show_default=True, help="How many to list.")
@click.option("--format", "form", type=options.FORMATS, default="table", show_default=True)
def evaluate(
    gold: Path | None,
    predicted: Path | None,
    corpus: Path | None,
    predictions: Path | None,
    confusions: int,
    form: str,
) -> None:
    """Compare claim files with gold ones: precision, recall and F1 of names, claims, attribution, modality and dates.

    Entities are paired by their names and by what is said of them, never by their keys. Exit code 1 means that something
    denied, conditional, expected, unclear or negated came out as stated.

    \b
    Example: kg evaluate gold.yaml mine.yaml
             kg evaluate --corpus stories/ --predicted mine/ --format json
    """
    from kg import _terminal
    from kg.evaluate import MEASURES, language_totals, read_story, score

    compared: list[Compared] = []
    if corpus and not gold:
        compared = _compared(corpus, predictions)
        totals = language_totals(compared)
    elif gold and predicted and not (corpus or predictions):
        story = read_story(gold)
        totals = {story.language: score(story, read_story(predicted))}
    else:
        raise click.UsageError("give GOLD and PREDICTED, or --corpus DIR")
    if form == "json":
        _terminal.write(json.dumps(_as_json(totals, compared), ensure_ascii=False, indent=1))
    else:
        rows = [_cells(name, language, scores) for name in MEASURES for language, scores in totals.items()]
        columns = ["measure", "language", "precision", "recall", "F1", "found", "right"]
        _terminal.write(_terminal.table(columns, rows, form))
    whole = list(totals.values())[-1]
    if form == "table":
        _terminal.write(_prose(whole, confusions))
    if whole.unsafe:
        raise SystemExit(1)


def _compared(corpus: Path, predictions: Path | None) -> "list[Compared]":
    from kg import _terminal
    from kg.evaluate import NO_PREDICTION, compare, extracted, in_folder, stories

    compared = []
    count = len(stories(corpus))
    predict = in_folder(corpus, predictions) if predictions else extracted
    with _terminal.progress() as say:
        for number, each in enumerate(compare(corpus, predict), 1):
            say(f"{number} of {count} stories compared")
            compared.append(each)
    absent = [each.name for each in compared if each.failure == NO_PREDICTION]
    if absent:
        _terminal.note(f"{len(absent)} of {count} stories have no prediction and count as nothing found: {absent[0]} …")
    for each in compared:
        if each.failure not in {"", NO_PREDICTION}:
            _terminal.note(f"{each.name} counts as nothing found: {each.failure}")
    return compared


def _cells(name: str, language: str, scores: "Scores") -> list[str]:
    tally = scores.tallies[name]
    shares = ["–" if share is None else f"{share:.2f}" for share in (tally.precision, tally.recall, tally.f1)]
    return [name, language, *shares, f"{tally.found} of {tally.gold}", f"{tally.right} of {tally.predicted}"]


def _prose(scores: "Scores", confusions: int) -> str:
    unsafe = [f"  {each.predicted} states what {each.gold} has as {each.why}: «{each.quote}»" for each in scores.unsafe]
    voices = [
        f"  {each.predicted} states in the publisher's voice what {each.gold} has as said: «{each.quote}»"
        for each in scores.allegations
    ]
    mixed = [
        f"  {count} × {what}" + (f" {gold}" if gold else "") + (f" → {predicted}" if predicted else "")
        for (what, gold, predicted), count in sorted(scores.confusions.items(), key=lambda item: (-item[1], item[0]))
    ]
    return "\n".join(
        [
            "",
            f"safety: {len(unsafe)} denied, conditional, expected, unclear or negated claims came out as stated",
            *unsafe,
            f"voice: {len(voices)} claims that somebody makes came out as the publisher's own",
            *voices,
            *(
                ["", "taken for another, missed, or not in the gold:", *mixed[:confusions]]
                if mixed and confusions
                else []
            ),
        ]
    )


def _as_json(totals: "dict[str, Scores]", compared: "Sequence[Compared]") -> dict[str, object]:
    return {
        "totals": {language: _scores(scores) for language, scores in totals.items()},
        "stories": [
            {"name": each.name, "language": each.language, "failure": each.failure, **_scores(each.scores)}
            for each in compared
        ],
    }


def _scores(scores: "Scores") -> dict[str, object]:
    measures = {
        name: {**asdict(tally), "precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
        for name, tally in scores.tallies.items()
    }
    mixed = [
        {"what": what, "gold": gold, "predicted": predicted, "count": count}
        for (what, gold, predicted), count in sorted(scores.confusions.items(), key=lambda item: (-item[1], item[0]))
    ]
    return {
        "measures": measures,
        "unsafe": [asdict(each) for each in scores.unsafe],
        "voice": [asdict(each) for each in scores.allegations],
        "confusions": mixed,
    }

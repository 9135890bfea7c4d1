"""Many stories at once: find the gold, get the prediction of each, add up by language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.claim_file import parse
from kg.errors import DataError, Fault
from kg.evaluate.scores import Scores, score, total
from kg.evaluate.story import Spoken, Story, bare, read_story, story_of
from kg.extract import attributions, extract, read

__all__ = ["NO_PREDICTION", "Compared", "compare", "extracted", "in_folder", "language_totals", "stories"]

#: Why a story that nobody read has no scores.
NO_PREDICTION = "there is no prediction"
#: Gives the claims somebody or something read in the text of a gold file; None where there are none.
Predict = Callable[[Path], Story | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """One story of a corpus: its name in the folder, its language, its scores, and why there is no prediction."""

    name: str
    language: str
    scores: Scores
    failure: str = ""


def stories(corpus: Path) -> list[Path]:
    """Give the claim files of a folder and the folders in it, in order. Raises DataError when there is none."""
    found = sorted(path for path in corpus.rglob("*.yaml") if path.is_file())
    if not found:
        raise DataError([Fault(str(corpus), "holds no claim file", "give a folder with stories and their .yaml files")])
    return found


def compare(corpus: Path, predict: Predict) -> Iterator[Compared]:
    """Score every story of a folder. A story without a prediction counts as one in which nothing was found.

    Raises DataError when a gold file does not hold: a score against a broken gold says nothing.
    """
    for path in stories(corpus):
        gold = read_story(path)
        failure = ""
        try:
            predicted = predict(path)
            failure = "" if predicted else NO_PREDICTION
            scores = score(gold, predicted or gold.without_claims())
        except DataError as error:
            failure = str(error)
            scores = score(gold, gold.without_claims())
        yield Compared(path.relative_to(corpus).as_posix(), gold.language, scores, failure)


def in_folder(corpus: Path, predicted: Path) -> Predict:
    """Give predictions from a folder: the file at the same place as the gold, else the one of the same name."""

    def predict(gold: Path) -> Story | None:
        there = predicted / gold.relative_to(corpus)
        if not there.is_file():
            there = predicted / gold.name
        return read_story(there) if there.is_file() else None

    return predict


def extracted(gold: Path) -> Story:
    """Give what `kg extract` reads in the text of a gold file, told only who published it, when and in which language.

    Its voices are of every attributed clause, also of those in which it reads no claim.

    Raises DataError when what it read does not hold.
    """
    source = parse(gold).source
    document = read(gold.parent / source.file, date=source.date, language=source.language, publisher=source.publisher)
    heard = [
        Spoken(each.start, each.end, bare(each.name or ""), bare(each.label or ""), each.over)
        for each in attributions(document)
    ]
    return story_of(extract(document), document.text).with_voices(heard)


def language_totals(compared: list[Compared]) -> dict[str, Scores]:
    """Add up by language, and over all when there is more than one."""
    languages = sorted({each.language for each in compared})
    totals = {code: total(each.scores for each in compared if each.language == code) for code in languages}
    return {**totals, "all": total(each.scores for each in compared)} if len(languages) > 1 else totals

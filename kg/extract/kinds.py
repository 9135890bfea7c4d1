"""What kind of thing a name names: the features of the trained model, and its answer set against the rules'."""

import re
from collections.abc import Callable, Iterator, Sequence

from kg.extract.linear import load_models
from kg.names import fold

__all__ = ["NO_NAME", "Judge", "features_of_name", "judged"]

#: The answer for capitals that name nobody: "Executive Order", "BEHIND BARS".
NO_NAME = "none"
#: Below this the rules' answer stands.
_SURE = 0.55
#: A single word is a person only when the model is this sure: most are words at the head of a sentence.
_SURE_ALONE = 0.75
#: Tells the kind of the name between two places of a text; takes the rules' answer and which of its words are given names.
Judge = Callable[[str, int, int, str | None, Sequence[bool]], str | None]
_WORD = re.compile(r"[\w’'-]+|[^\w\s]")


def features_of_name(text: str, start: int, end: int, rule: str | None, known: Sequence[bool]) -> Iterator[str]:
    """Give what shows the kind of a name: its words and their endings, the words around it, the rules' answer.

    `known` tells of each word whether it is a given name in the gazetteer.
    """
    name = text[start:end]
    words = [fold(word) for word in name.split()]
    before = [fold(w) if w[0].isalpha() else w for w in _WORD.findall(text[max(0, start - 60) : start])][-4:]
    after = [fold(w) if w[0].isalpha() else w for w in _WORD.findall(text[end : end + 50])][:4]
    count = min(len(words), 4)
    yield f"rule={rule}"
    yield f"rule={rule}|n={count}"
    yield f"n={count}"
    yield f"given={known[0]}|n={count}"
    yield f"given={known[0]}|rule={rule}"
    for word in words:
        yield f"w={word}"
        yield f"suf={word[-3:]}"
    yield f"first={words[0]}"
    yield f"last={words[-1]}"
    yield f"last.suf={words[-1][-3:]}|n={count}"
    yield f"caps={name.isupper()}|n={count}"
    yield f"plural={words[-1].endswith('s')}|n={count}"
    yield f"joint={any(w in {'de', 'del', 'of', 'the', 'la', 'los', 'y', 'and'} for w in words)}|n={count}"
    yield f"start={not before or before[-1] in '.!?:'}|n={count}"
    for place, token in enumerate(reversed(before)):
        if place < 2:
            yield f"b{place}={token}"
            yield f"b{place}={token}|n={count}"
            yield f"b{place}={token}|rule={rule}"
        yield f"b*={token}"
    for place, token in enumerate(after):
        if place < 2:
            yield f"a{place}={token}"
            yield f"a{place}={token}|rule={rule}"
        yield f"a*={token}"
    yield f"b01={'_'.join(before[-2:])}"
    yield f"a01={'_'.join(after[:2])}"
    yield f"aged={bool(re.match(r', [0-9]{2}[,.]', text[end : end + 5]))}"
    yield f"often={min(len(re.findall(re.escape(name.split()[-1]), text)), 3)}|rule={rule}"
    yield f"mister={bool(re.search(r'(?:Mr|Mrs|Ms|Dr|señor|señora|don|doña)[.]? [^.]*' + re.escape(name.split()[-1]), text))}"


def judged(text: str, start: int, end: int, rule: str | None, known: Sequence[bool]) -> str | None:
    """Give the kind of a name: the trained model's where it is sure, else the rules'."""
    model = load_models().get("kinds")
    if model is None:
        return rule
    found = model.probabilities(features_of_name(text, start, end, rule, known))
    best = max(sorted(found), key=lambda label: found[label])
    if found[best] < (_SURE_ALONE if best == "Person" and " " not in text[start:end] else _SURE):
        return rule
    return None if best == NO_NAME else best

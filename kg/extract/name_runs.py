"""Runs of capitals: where a name begins and ends, and what it names."""

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.extract.gazetteer import Gazetteer
from kg.extract.kinds import Judge
from kg.extract.mention import Mention, Token
from kg.extract.name_kinds import kind_of
from kg.extract.name_words import words
from kg.names import fold

__all__ = ["classified", "run_from"]


def run_from(text: str, tokens: list[Token], at: int, language: str, known: Gazetteer) -> int:
    """Give the last token of a run of capitals, joined by small words where a name goes on."""
    last, body = at, fold(tokens[at].text) in known.heads
    while last + 1 < len(tokens):
        gap = text[tokens[last].end : tokens[last + 1].start]
        nxt = tokens[last + 1]
        if gap not in {" ", "\n", "-"} and not re.fullmatch(r"\.? ?", gap):
            break
        if gap.startswith(".") and len(tokens[last].text) > 3:
            break
        if nxt.capital:
            body = body or fold(nxt.text) in known.heads
            last += 1
            continue
        joint = last + 1
        allowed = words().body_joints if body else words().name_joints
        while (
            joint < len(tokens)
            and tokens[joint].text in allowed
            and joint - last <= 2
            and text[tokens[joint - 1].end : tokens[joint].start] == " "
        ):
            joint += 1
        if (
            joint == last + 1
            or joint >= len(tokens)
            or not tokens[joint].capital
            or text[tokens[joint - 1].end : tokens[joint].start] != " "
        ):
            break
        if not body and tokens[last + 1].text == "y":
            break
        if (
            body
            and tokens[last + 1].text in {"and", "y", "en", "a", "on", "in"}
            and fold(tokens[joint].text) not in known.heads
            and tokens[last + 1].text != "y"
        ):
            break
        body = body or fold(tokens[joint].text) in known.heads
        last = joint
    return last


def classified(
    text: str,
    run: list[Token],
    sentence: int,
    language: str,
    known: Gazetteer,
    seen: dict[str, str],
    judge: Judge,
) -> Iterable[Mention]:
    """Give the mentions of one run: an office and a name, a country, a body, a place or a person."""
    while (run and run[0].start == sentence) or (run and _after_mark(text, run[0].start)):
        if run[0].text.casefold() not in words().starters:
            break
        if (
            run[0].text in {"Los", "Las", "El", "La"}
            and len(run) > 1
            and fold(" ".join(t.text for t in run)) in {*known.names, *seen, *known.places}
        ):
            break
        if (
            run[0].text in {"Los", "Las"}
            and 2 <= len(run) <= 4
            and fold(run[1].text) not in {*known.heads, *known.adjectives}
        ):
            break
        run = run[1:]
    while run and run[0].text in words().never_first:
        run = run[1:]
    while run and not run[0].capital:
        run = run[1:]
    while len(run) > 1 and _is_common(run[0], language, known) and run[1].capital:
        run = run[1:]
    while run and not run[-1].capital:
        run = run[:-1]
    if not run:
        return
    name = text[run[0].start : run[-1].end]
    low = fold(name)
    if low in known.names:
        yield _mention(known.names[low][1], run, name)
        return
    if low in known.countries:
        yield replace(_mention("Country", run, name), country=known.countries[low])
        return
    titled = _title(run, language, known)
    if titled is not None and titled < len(run):
        person = run[titled:]
        if not any(fold(t.text) in known.heads for t in person):
            yield replace(
                _mention("Person", person, text[person[0].start : person[-1].end]),
                title=(run[0].start, run[titled - 1].end),
                start=person[0].start,
            )
            return
    if fold(run[0].text) in known.adjectives and len(run) > 1 and fold(run[1].text) not in known.heads:
        run = run[1:]
        name, low = text[run[0].start : run[-1].end], fold(text[run[0].start : run[-1].end])
    kind = kind_of(text, run, name, language, known, seen)
    if kind != "Country" and low not in seen:
        kind = judge(text, run[0].start, run[-1].end, kind, [fold(token.text) in known.given for token in run])
    if kind == "Country":
        yield replace(_mention("Country", run, name), country=known.countries.get(low))
    elif kind:
        yield _mention(kind, run, name)


def _is_common(token: Token, language: str, known: Gazetteer) -> bool:
    """Tell whether a capital word is an ordinary noun that begins the sentence: "Lawyer Elena Markova"."""
    word = token.text.casefold()
    if fold(word) in known.given or fold(word).endswith("nando"):
        return False
    return (word in known.people[language] and word not in known.titles[language]) or re.fullmatch(
        r"\w{4,}(?:ing|ly|mente|ando|iendo)", word
    ) is not None


def _after_mark(text: str, at: int) -> bool:
    return text[at - 1 : at] in {"“", '"', "«", "‘", "¿", "¡"} or text[at - 2 : at] in {": ", "– ", "— "}


def _title(run: list[Token], language: str, known: Gazetteer) -> int | None:
    """Give how many tokens of a run are an office before a name."""
    marks = [i for i, token in enumerate(run[:-1]) if fold(token.text).rstrip(".") in known.titles[language]]
    if not marks or len(run) - marks[-1] - 1 > 5:
        return None
    rest = run[marks[-1] + 1 :]
    if not rest[0].capital or fold(rest[0].text) in known.titles[language]:
        return None
    return marks[-1] + 1


def _mention(kind: str, run: list[Token], name: str) -> Mention:
    return Mention(kind, run[0].start, run[-1].end, run[0].start, run[-1].end, name)

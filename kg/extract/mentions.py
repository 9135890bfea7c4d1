"""Find who and what a text names, counts or describes, with the nicknames, aliases and abbreviations given on the way."""

import re

from kg.extract.gazetteer import Gazetteer
from kg.extract.kinds import Judge, judged
from kg.extract.mention import Extra, Mention, Token, no_overlap
from kg.extract.name_bodies import bodies_en, bodies_es
from kg.extract.name_extras import extended
from kg.extract.name_runs import classified, run_from
from kg.extract.people import people_in

__all__ = ["Extra", "Mention", "find_mentions"]

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|EE\. ?UU\.|S\.A\.(?: de C\.V\.)?|[A-ZÁÉÍÓÚÑ]\.(?= [A-ZÁÉÍÓÚÑ])|\w+(?:[’'´-](?!s\b)\w+)*"
)
_PRONOUN = {
    "en": re.compile(r"\b(?:he|she|they|He|She|They)\b"),
    "es": re.compile(r"\b(?:él|ella|ellos|ellas|Él|Ella|Ellos|Ellas)\b"),
}


def find_mentions(
    text: str, start: int, end: int, language: str, known: Gazetteer, seen: dict[str, str], judge: Judge = judged
) -> list[Mention]:
    """Give the mentions of a sentence in order; `seen` tells what kind a name had where the text made it plain.

    `judge` has the last word on the kind of a name that no list knows.
    """
    tokens = [Token(m.group(), start + m.start(), start + m.end()) for m in _TOKEN.finditer(text[start:end])]
    found = bodies_es(text, start, end, known) if language == "es" else bodies_en(text, start, end)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if any(m.start <= token.start < m.end for m in found) or not token.capital:
            at += 1
            continue
        last = run_from(text, tokens, at, language, known)
        for mention in classified(text, tokens[at : last + 1], start, language, known, seen, judge):
            found.append(extended(text, mention, end, language))
        at = last + 1
    found = [m if m.extras else extended(text, m, end, language) for m in no_overlap(found)]
    people = list(people_in(text, start, end, language, known, [m for m in found if m.kind != "Country"]))
    found = [m for m in found if m.kind != "Country" or not any(p.start <= m.start < p.end for p in people)]
    found += people
    taken = [(m.start, m.end) for m in found]
    for m in _PRONOUN[language].finditer(text, start, end):
        among = re.search(r"\b(?:entre|among) $", text[start : m.start()], re.I)
        if not among and not any(s <= m.start() < e for s, e in taken):
            found.append(Mention("Pronoun", m.start(), m.end(), m.start(), m.end(), m.group()))
    return no_overlap(found)

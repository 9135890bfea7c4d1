"""People a text counts or describes without naming them: "26 inmates", "US officials", "a former policeman"."""

import re
from collections.abc import Iterable
from functools import cache

from kg.extract.gazetteer import Gazetteer
from kg.extract.mention import Mention
from kg.extract.name_words import words
from kg.names import fold

__all__ = ["people_in"]

_NUMBER = r"\d{1,3}(?:[.,]\d{3})*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:-\w+)?|thirty(?:-\w+)?|un|una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|dieciocho|diecinueve|veinte|veinti\w+|treinta(?: y \w+)?"
_SMALL = {w: n for n, row in enumerate(("a an one un una uno", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete", "eight ocho", "nine nueve", "ten diez", "eleven once", "twelve doce", "thirteen trece", "fourteen catorce", "fifteen quince", "sixteen dieciséis", "seventeen diecisiete", "eighteen dieciocho", "nineteen diecinueve", "twenty veinte"), 1) for w in row.split()}  # fmt: skip


def people_in(
    text: str, start: int, end: int, language: str, known: Gazetteer, named: list[Mention]
) -> Iterable[Mention]:
    """Give people a sentence counts or describes: "26 inmates", "US officials", "a former policeman"."""
    pattern = _people_pattern(language, known.people[language], tuple(known.adjectives))
    for m in pattern.finditer(text[start:end]):
        first, last = start + m.start(), start + m.end()
        noun = fold(m["noun"])
        number = m["number"] or ""
        count = _count(number)
        plural = (
            noun.endswith("s")
            or (noun == "policia" and number.casefold() == "la")
            or noun
            in {
                "men",
                "women",
                "people",
                "police",
                "policemen",
                "gunmen",
                "children",
                "crew",
                "hitmen",
                "fishermen",
                "businessmen",
            }
        )
        after = text[last : last + 3]
        if (
            after.startswith((" of", " de"))
            and (noun.rstrip("s") in words().members or noun[:-2] in words().members)
            and count is None
        ):
            continue
        if any(first < x.end and x.start < last for x in named):
            continue
        if count == 1 and any(
            x.kind == "Person" and x.end <= first and re.fullmatch(r",\s+", text[x.end : first]) for x in named
        ):
            continue  # "A, a customs officer": said of A
        if not number and re.search(
            r"\b(?:was|were|been|being|be|is|are|fue|fueron|sido|son|es|están|está|ser|siendo|quedaron|quedó)\s+$",
            text[max(start, first - 12) : first],
        ):
            continue  # "fueron detenidos": what was done, not who
        if not plural and (
            count is None or any(x.start == last + 1 for x in named) or after.startswith((" of", " de"))
        ):
            continue
        if any(x.start in {last + 1, last + 2} for x in named) and not plural:
            continue
        said = text[first:last]
        country = next(
            (known.adjectives[fold(w)] for w in said.split() if fold(w) in known.adjectives and fold(w) != "indio"),
            None,
        )
        yield Mention("UnnamedGroup", first, last, first, last, said, count=count, country=country)


@cache
def _people_pattern(language: str, people: tuple[str, ...], words: tuple[str, ...]) -> re.Pattern[str]:
    nouns = "|".join(map(re.escape, people))
    adjectives = "|".join(
        sorted({re.escape(a) for a in words if len(a) > 1 and a not in {"us", "eu"}}, key=len, reverse=True)
    )
    if language == "en":
        pattern = rf"\b(?:(?P<number>(?i:{_NUMBER})|(?:at least|about|around|some|more than|nearly|several|dozens of|hundreds of|other|the|these|those|his|her|their|its)(?: (?:{_NUMBER}))?)\s+)?(?P<mods>(?:(?:US|U\.S\.|(?i:{adjectives})|local|federal|state|senior|former|off-duty|police|army|military|alleged|suspected|other|armed|unidentified|unnamed|young|drug|customs|anti-drug|anti-narcotics|riot|intelligence|security|city|court|prison|cartel|gang|low-level|high-level|top|anonymous|government|municipal|law enforcement|public|border|immigration|elderly|wanted|more|navy|naval|retired)\s+)*)(?P<noun>(?i:{nouns}|police|soldiers|troops))\b"
    else:
        pattern = rf"\b(?:(?P<number>(?i:{_NUMBER})|(?:(?:al menos|unos|unas|cerca de|más de|otros|otras|otro|otra|los|las|el|la|sus|su|varios|varias|estos|esos|Los|Las|El|La|Al menos|Varios|Otros)(?: (?:{_NUMBER}|otros|otras))?))\s+)?(?P<mods>(?:(?:presuntos?|presuntas?|supuest[oa]s?|ex|altos|altas)\s+)*)(?P<noun>(?i:{nouns}))(?:\s+(?:de Estados Unidos|(?i:{adjectives})|federal(?:es)?|locales|municipal(?:es)?|estatal(?:es)?|armad[oa]s?|judiciales|ministeriales|antidrogas))*\b"
    return re.compile(pattern)


def _count(number: str) -> int | None:
    word = number.casefold().split()[-1] if number else ""
    if re.fullmatch(r"\d[\d.,]*", word):
        return int(re.sub(r"[.,]", "", word))
    return _SMALL.get(word)

"""What kind of thing a name names, by its words and the words around it: the rules, before the trained model has its say."""

import re

from kg.extract.gazetteer import Gazetteer
from kg.extract.mention import Token
from kg.extract.name_bodies import LOWER_HEADS, lower_kind
from kg.extract.name_extras import ABBREVIATION, NICK_INSIDE
from kg.extract.name_words import words
from kg.names import fold

__all__ = ["kind_of"]

_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|outside|around|of|across|to|into|en|desde|hacia|hasta|cerca de|de|municipio de|ciudad de|puerto de|estado de|city of|port of|town of|village of|state of|province of|provincia de|sierra de)\s+(?:the |la |el )?$"
)
#: A noun that tells what the name after it is: "the company Kestrel", "la empresa Arenas".
_BODY_NOUN = re.compile(
    r"\b(company|firm|gang|group|cartel|newspaper|outlet|charity|syndicate|faction|website|magazine|empresa|compañía|firma|banda|grupo|organización|diario|periódico|semanario|revista|pandilla|facción|portal|constructora|agencia|célula)\s+(?:called\s+|known as\s+|named\s+|llamad[oa]\s+|conocid[oa] como\s+|criminal\s+|delictiv[oa]\s+|local\s+)?[“\"‘«]?$"
)
_BODY_KINDS = {
    **dict.fromkeys(("company", "firm", "empresa", "compania", "firma", "constructora"), "Company"),
    **dict.fromkeys(("gang", "cartel", "syndicate", "banda", "pandilla", "celula"), "CriminalOrganisation"),
    **dict.fromkeys(("faction", "faccion"), "CriminalOrganisation"),
    **dict.fromkeys(
        (
            "newspaper",
            "outlet",
            "website",
            "magazine",
            "diario",
            "periodico",
            "semanario",
            "revista",
            "portal",
            "agencia",
        ),
        "MediaOutlet",
    ),
}
_PERSON_AFTER = re.compile(
    r",? (?:\d{1,2}\b|who\b|whose\b|quien\b)|\s+(?:said|told|was|is|has|had|denied|dijo|fue|es|ha|negó|afirmó|aseguró)\b"
)


def kind_of(
    text: str, run: list[Token], name: str, language: str, known: Gazetteer, seen: dict[str, str]
) -> str | None:
    """Give the class of a run of capitals, a country too; None for what names nobody. `seen` are names met before."""
    low = fold(name)
    folded = [fold(token.text) for token in run]
    if low in known.adjectives and low not in known.countries:
        return None
    if low in seen:
        return seen[low]
    if NICK_INSIDE.match(text, run[-1].end) and folded[0] not in known.heads:
        return "Person"
    if low in known.places:
        return "Place"
    order = folded if language == "es" else list(reversed(folded))
    for two in (" ".join(folded[i : i + 2]) for i in range(len(folded) - 1)):
        if two in known.heads:
            return known.heads[two]
    if any(word in known.heads for word in order) and (
        len(run) > 1
        or folded[0] in {"treasury", "congress", "senate", "congreso", "senado", "fiscalia", "marina", "ejercito"}
    ):
        return known.heads[next(word for word in order if word in known.heads)]
    before = text[max(0, run[0].start - 24) : run[0].start]
    if language == "en" and LOWER_HEADS["en"].match(text, run[-1].end) and folded[0] not in known.given:
        head = LOWER_HEADS["en"].match(text, run[-1].end)
        return lower_kind(head.group(1)) if head else None
    if run[0].text in {"Los", "Las"} and 2 <= len(run) <= 4:
        return "CriminalOrganisation"
    if folded[0] in words().nothing:
        return None
    if (noun := _BODY_NOUN.search(before)) and folded[0] not in known.given:
        return _BODY_KINDS.get(fold(noun[1]), "Organisation")
    if folded[0] in words().place_heads and len(run) > 1 and folded[0] not in known.given:
        return "Place"
    if folded[-1] in words().place_tails and len(run) > 1:
        return "Place"
    if len(run) > 1 and ABBREVIATION.match(text, run[-1].end):
        return "Organisation"
    if folded[0] in known.given and len(run) > 1:
        return "Person"
    if len(run) == 1 and re.fullmatch(r"[A-ZÁÉÍÓÚÑ]{2,6}(?:-\d{1,3})?", name):
        return None if low in known.adjectives else "Organisation"
    if _PLACE_BEFORE.search(before) and not re.search(
        r"(?:\b(?:brother|sister|son|daughter|wife|killing|murder|arrest|death|detención|captura|muerte|asesinato|hermano|hermana|hijo|hija|esposa|extradición|extradition|custody|capture|release|case|caso) (?:of|de|del)) $",
        before[-24:],
    ):
        strong = re.search(
            r"\b(?:in|near|en|outside|city of|port of|town of|municipio de|ciudad de|puerto de|desde|at)\s+(?:the )?$",
            before,
        )
        if len(run) == 1 or strong or folded[0] not in known.given:
            return "Place" if len(run) <= 3 and (len(run) == 1 or strong) else "Person" if 2 <= len(run) <= 5 else None
    if re.search(r"\b(?:the|The|los|las|Los|Las)\s+$", before):
        return "Organisation" if len(run) > 1 and folded[-1].endswith("s") else None
    if (
        re.search((r"\b(?:an?|An?)\s+$" if language == "en" else r"\b(?:el|la|El|La|un|una)\s+$"), before)
        and len(run) > 1
        and not _PERSON_AFTER.match(text, run[-1].end)
    ):
        return None
    if 2 <= len(run) <= 5 and not any(t.text.isupper() and len(t.text) > 1 for t in run):
        return "Person"
    if len(run) == 1:
        return "Person" if folded[0] in seen else None
    return None

"""Bodies that are written with small words: "cártel de Sinaloa", "the US embassy in Mexico", "attorney general’s office"."""

import re

from kg.extract.gazetteer import Gazetteer
from kg.extract.mention import Mention
from kg.names import fold

__all__ = ["LOWER_HEADS", "bodies_en", "bodies_es", "lower_kind"]

#: The small word that ends the name of a body, with what may stand before it: "Sinaloa cartel".
LOWER_HEADS = {
    "en": re.compile(
        r"(?:[ -](?:drug|crime|state|federal|municipal|national|city|county|judicial|provincial|regional|traffic|border))*[ -](cartel|gang|mafia|clan|police|syndicate|group|crew|prosecutor[’']s office|attorney general[’']s office|government|court|bank|navy|army|militia|brotherhood|faction)s?\b"
    ),
    "es": re.compile(r"(?!)"),
}
_HEAD_BEFORE_ES = re.compile(
    r"\b((?:[Cc][aá]rtel|[Bb]anda|[Cc]lan|[Ff]iscalía|[Pp]olicía|[Ss]ecretaría|[Mm]inisterio|[Pp]rocuraduría|[Tt]ribunal|[Jj]uzgado|[Gg]uardia|[Mm]arina|Ejército|Armada|[Ee]mbajada|[Gg]obierno|[Aa]udiencia|[Cc]orte|[Aa]yuntamiento|[Aa]lcaldía|[Cc]ongreso|[Uu]nidad|[Cc]omisión|[Dd]irección|[Cc]omando)\b"
    r"(?: (?:general|estatal|federal|municipal|nacional|local|provincial|regional|penal|superior|especializada|antidrogas|civil|judicial|suprema?|central|cantonal|departamental|ministerial))*"
    r"(?: (?:de la|de los|de las|de|del|para) (?:[A-ZÁÉÍÓÚÑ][\w’-]*)(?:(?: (?:de la|de los|de|del|y|la|los|e)){0,2} [A-ZÁÉÍÓÚÑ][\w’-]*)*)?)"
)
_BODY_EN = re.compile(
    r"\b((?:(?:interior|foreign|defen[cs]e|justice|finance|health|security|public security|economy|environment|labou?r) ministry|ministry of (?:the )?(?:interior|justice|defen[cs]e|finance|foreign affairs|public security|security)"
    r"|(?:justice|state|treasury|commerce|police) department|(?:national|federal|state|city|county|municipal|metropolitan|border|military|judicial|provincial) (?:police|guard|prosecution service)|coast guard|supreme court|constitutional court|federal court|appeals? court|high court|(?:[A-Z]\w+ )?district court|criminal court|central bank|customs (?:service|agency)|intelligence (?:service|agency)|anti-(?:drug|corruption|narcotics) (?:police|agency|unit|squad|prosecutor[’']s office|commission)|financial intelligence unit|human rights commission))\b|"
    r"\b((?:[A-Z][\w.]+(?: [A-Z]\w+)?(?:[’']s)? )?(?:attorney general|state prosecutor|federal prosecutor|public prosecutor|prosecutor|district attorney|governor|mayor|president|coroner|sheriff|ombudsman)[’']s [Oo]ffice"
    r"|(?:[A-Z][\w.]+ )(?:embassy|consulate)(?: in [A-Z]\w+(?: [A-Z]\w+)?)?)\b"
)


def bodies_es(text: str, start: int, end: int, known: Gazetteer) -> list[Mention]:
    """Give bodies that Spanish writes with a small head word: "cártel de Sinaloa", "Fiscalía General del Estado"."""
    found = []
    for m in _HEAD_BEFORE_ES.finditer(text, start, end):
        name = m.group(1)
        words = name.split()
        head = fold(words[0])
        if len(words) == 1 and not name[0].isupper():
            continue
        if (
            head in {"unidad", "comision", "direccion", "corte", "marina", "banda"}
            and len(words) < 3
            and not name[0].isupper()
        ):
            continue
        tail = re.match(
            r"(?: (?:de la|de los|de|del|y|e|General|Federal|Nacional|[A-ZÁÉÍÓÚÑ][\w’-]*))*", text[m.end(1) : end]
        )
        last = m.end(1)
        if tail and name[0].isupper():
            grown = re.sub(r"(?: (?:de la|de los|de|del|y|e))+$", "", tail.group())
            last += len(grown)
        kind = {"gobierno": "Government", "embajada": "Embassy"}.get(head, known.heads.get(head, "Organisation"))
        if head in {"cartel", "banda", "clan"}:
            kind = "CriminalOrganisation"
        found.append(Mention(kind, m.start(1), last, m.start(1), last, text[m.start(1) : last]))
    return found


def bodies_en(text: str, start: int, end: int) -> list[Mention]:
    """Give bodies that English writes small: "Mexico’s attorney general’s office", "the US embassy in Mexico"."""
    found = []
    for m in _BODY_EN.finditer(text, start, end):
        group = 1 if m[1] else 2
        words = m.group()
        kind = (
            "Embassy"
            if re.search(r"embassy|consulate", words)
            else "Court"
            if "court" in words
            else "GovernmentBody"
            if re.search(r"ministry|department", words)
            else "Agency"
        )
        first = m.start(group)
        if owner := re.match(r"(?:The )|(?:[A-Z][\w.]+(?: [A-Z]\w+)?[’']s )", m.group()):
            first += owner.end()
        found.append(Mention(kind, first, m.end(), first, m.end(), text[first : m.end()]))
    return found


def lower_kind(head: str) -> str:
    """Give the class of a body by the small word that ends its name: "police", "cartel"."""
    return {
        "police": "Agency", "navy": "Agency", "army": "Agency", "government": "Government", "court": "Court", "bank": "Company", "group": "Organisation",
    }.get(head, "Agency" if head.endswith("office") else "CriminalOrganisation")  # fmt: skip

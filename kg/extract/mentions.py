"""Find who and what a text names, counts or describes, with the nicknames, aliases and abbreviations given on the way."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.gazetteer import Gazetteer
from kg.extract.kinds import Judge, judged
from kg.names import fold

__all__ = ["Extra", "Mention", "find_mentions"]

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|EE\. ?UU\.|S\.A\.(?: de C\.V\.)?|[A-ZÁÉÍÓÚÑ]\.(?= [A-ZÁÉÍÓÚÑ])|\w+(?:[’'´-](?!s\b)\w+)*"
)
_NAME_JOINTS = frozenset(
    ["de", "del", "la", "las", "los", "y", "von", "van", "da", "di", "dos", "do", "al", "bin", "ibn", "mac", "san"]
)
_BODY_JOINTS = frozenset(
    [
        "of",
        "the",
        "for",
        "and",
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "y",
        "e",
        "en",
        "para",
        "a",
        "contra",
        "on",
        "against",
    ]
)
_LOWER_HEADS = {
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
_NOTHING = frozenset(
    [
        "operation",
        "operacion",
        "operativo",
        "plan",
        "project",
        "proyecto",
        "article",
        "articulo",
        "law",
        "ley",
        "act",
        "treaty",
        "tratado",
        "convention",
        "convenio",
        "resolution",
        "holy",
        "semana",
        "christmas",
        "navidad",
        "world",
        "cold",
        "route",
        "ruta",
        "highway",
        "carretera",
    ]
)
_PERSON_AFTER = re.compile(
    r",? (?:\d{1,2}\b|who\b|whose\b|quien\b)|\s+(?:said|told|was|is|has|had|denied|dijo|fue|es|ha|negó|afirmó|aseguró)\b"
)
_PLACE_HEADS = frozenset(
    [
        "san",
        "santa",
        "santo",
        "puerto",
        "port",
        "villa",
        "ciudad",
        "cabo",
        "rio",
        "río",
        "isla",
        "sierra",
        "valle",
        "bahia",
        "bahía",
        "cerro",
        "punta",
        "nueva",
        "nuevo",
        "lago",
        "lake",
        "mount",
        "monte",
        "fort",
        "new",
        "north",
        "south",
        "east",
        "west",
        "saint",
        "st",
        "barrio",
        "colonia",
        "avenida",
        "calle",
        "plaza",
        "calle",
        "playa",
        "laguna",
    ]
)
_PLACE_TAILS = frozenset(
    [
        "city",
        "county",
        "province",
        "island",
        "bay",
        "river",
        "street",
        "avenue",
        "valley",
        "port",
        "beach",
        "district",
        "department",
        "airport",
        "highway",
        "prison",
    ]
)
_STARTERS = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "of",
        "to",
        "with",
        "as",
        "and",
        "but",
        "or",
        "if",
        "when",
        "while",
        "after",
        "before",
        "during",
        "since",
        "until",
        "although",
        "though",
        "because",
        "so",
        "then",
        "there",
        "this",
        "that",
        "these",
        "those",
        "he",
        "she",
        "they",
        "it",
        "we",
        "i",
        "you",
        "his",
        "her",
        "their",
        "its",
        "our",
        "my",
        "who",
        "what",
        "where",
        "why",
        "how",
        "no",
        "not",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "last",
        "earlier",
        "later",
        "meanwhile",
        "however",
        "police",
        "prosecutors",
        "officials",
        "authorities",
        "investigators",
        "residents",
        "witnesses",
        "neither",
        "both",
        "some",
        "many",
        "most",
        "all",
        "only",
        "also",
        "among",
        "according",
        "under",
        "over",
        "once",
        "despite",
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "unos",
        "unas",
        "en",
        "por",
        "para",
        "con",
        "sin",
        "según",
        "de",
        "del",
        "al",
        "y",
        "e",
        "o",
        "pero",
        "si",
        "cuando",
        "mientras",
        "tras",
        "durante",
        "desde",
        "hasta",
        "aunque",
        "porque",
        "como",
        "entre",
        "sobre",
        "ante",
        "bajo",
        "su",
        "sus",
        "este",
        "esta",
        "estos",
        "estas",
        "ese",
        "esa",
        "esos",
        "esas",
        "aquel",
        "aquella",
        "él",
        "ella",
        "ellos",
        "ellas",
        "lo",
        "se",
        "no",
        "ni",
        "ya",
        "también",
        "además",
        "así",
        "hoy",
        "ayer",
        "nadie",
        "nada",
        "quien",
        "quienes",
        "cuyo",
        "todo",
        "todos",
        "otra",
        "otro",
        "fue",
        "era",
        "es",
        "son",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "sin",
        "ambos",
        "ninguno",
        "ninguna",
        "cada",
        "asimismo",
        "posteriormente",
        "agentes",
        "autoridades",
        "policías",
        "fuentes",
        "elementos",
        "hace",
        "luego",
        "antes",
        "después",
        "detenido",
        "detenida",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ]
)
_QUOTED = r"[“\"‘'«](?P<{0}>[^”\"’'»\n]{{2,40}}?)[”\"’'»]"
_NICK_INSIDE = re.compile(r"\s+[“\"‘«']([^”\"’»\n]{2,30}?)[”\"’»']\s+(?=[A-ZÁÉÍÓÚÑ])")
_AFTER_NAME = re.compile(
    r"(?:,?\s*(?:[–—(]\s*)?(?P<word>alias|a\.k\.a\.|aka|also known as|better known as|known as|known locally as|nicknamed|dubbed|called|apodad[oa]|conocid[oa] como|mejor conocid[oa] como|también conocid[oa] como|\(a\)|quien es conocid[oa] como|o)\s+(?:by (?:the alias|his nickname|her nickname) )?(?:the nickname |el apodo de |con el alias de |el alias de )?|,?\s*[–—(]?\s*(?:who (?:goes|is known) by |))"
    r"(?:[“\"‘«'](?P<quoted>[^”\"’»\n]{2,30}?)[,.]?[”\"’»']|(?P<bare>(?:El|La|Los|Las|Don|Doña|The)\s+[A-ZÁÉÍÓÚÑ][\w-]+(?:\s+[A-ZÁÉÍÓÚÑ][\w-]+)?))\s*[–—)]?"
)
_ABBREVIATION = re.compile(
    r"\s*[(\[]\s*(?:el |la |the |[“\"])?([A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑa-z.&-]{0,9}[A-ZÁÉÍÓÚÑ])[”\"]?\s*(?:,[^)]{0,40})?[)\]]"
)
_AGE = re.compile(
    r",\s*(?:aged\s+|de\s+)?\d{1,2}(?:\s+(?:años(?: de edad)?|years? old))?(?=\s*[,.)]|\s+[a-z])|\s*\(\d{1,2}\)"
)
_NUMBER = r"\d{1,3}(?:[.,]\d{3})*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:-\w+)?|thirty(?:-\w+)?|un|una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|dieciocho|diecinueve|veinte|veinti\w+|treinta(?: y \w+)?"
_SMALL = {w: n for n, row in enumerate(("a an one un una uno", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete", "eight ocho", "nine nueve", "ten diez", "eleven once", "twelve doce", "thirteen trece", "fourteen catorce", "fifteen quince", "sixteen dieciséis", "seventeen diecisiete", "eighteen dieciocho", "nineteen diecinueve", "twenty veinte"), 1) for w in row.split()}  # fmt: skip
_MEMBERS = frozenset(
    [
        "member",
        "operative",
        "leader",
        "lieutenant",
        "hitman",
        "chief",
        "brother",
        "sister",
        "relative",
        "head",
        "miembro",
        "integrante",
        "operador",
        "lider",
        "hermano",
        "hermana",
        "sicario",
        "capo",
        "familiar",
        "jefe",
    ]
)
_PRONOUN = {
    "en": re.compile(r"\b(?:he|she|they|He|She|They)\b"),
    "es": re.compile(r"\b(?:él|ella|ellos|ellas|Él|Ella|Ellos|Ellas)\b"),
}


@dataclass(frozen=True, slots=True)
class Extra:
    """One more name given with a mention: the relation (nickname, alias, abbreviation), and where it stands."""

    relation: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something in the text.

    `kind` is a class of the ontology, or "Pronoun"; `start`, `end` cover all that belongs to the name (nickname, age,
    abbreviation); `first`, `last` the name or the words alone. `title` is the office written before the name.
    """

    kind: str
    start: int
    end: int
    first: int
    last: int
    name: str
    extras: tuple[Extra, ...] = ()
    title: tuple[int, int] | None = None
    count: int | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def find_mentions(
    text: str, start: int, end: int, language: str, known: Gazetteer, seen: dict[str, str], judge: Judge = judged
) -> list[Mention]:
    """Give the mentions of a sentence in order; `seen` tells what kind a name had where the text made it plain.

    `judge` has the last word on the kind of a name that no list knows.
    """
    tokens = [_Token(m.group(), start + m.start(), start + m.end()) for m in _TOKEN.finditer(text[start:end])]
    found = _bodies_es(text, start, end, known) if language == "es" else _bodies_en(text, start, end)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if any(m.start <= token.start < m.end for m in found) or not token.capital:
            at += 1
            continue
        last = _run(text, tokens, at, language, known)
        for mention in _classified(text, tokens[at : last + 1], start, language, known, seen, judge):
            found.append(_extended(text, mention, end, language))
        at = last + 1
    found = [m if m.extras else _extended(text, m, end, language) for m in _no_overlap(found)]
    people = list(_people(text, start, end, language, known, [m for m in found if m.kind != "Country"]))
    found = [m for m in found if m.kind != "Country" or not any(p.start <= m.start < p.end for p in people)]
    found += people
    taken = [(m.start, m.end) for m in found]
    for m in _PRONOUN[language].finditer(text, start, end):
        among = re.search(r"\b(?:entre|among) $", text[start : m.start()], re.I)
        if not among and not any(s <= m.start() < e for s, e in taken):
            found.append(Mention("Pronoun", m.start(), m.end(), m.start(), m.end(), m.group()))
    return _no_overlap(found)


def _run(text: str, tokens: list[_Token], at: int, language: str, known: Gazetteer) -> int:
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
        allowed = _BODY_JOINTS if body else _NAME_JOINTS
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


def _classified(
    text: str,
    run: list[_Token],
    sentence: int,
    language: str,
    known: Gazetteer,
    seen: dict[str, str],
    judge: Judge,
) -> Iterable[Mention]:
    """Give the mentions of one run: an office and a name, a country, a body, a place or a person."""
    while (run and run[0].start == sentence) or (run and _after_mark(text, run[0].start)):
        if run[0].text.casefold() not in _STARTERS:
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
    while run and run[0].text in {
        "The",
        "A",
        "An",
        "In",
        "On",
        "But",
        "And",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    }:
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
    kind = _kind(text, run, name, language, known, seen)
    if kind != "Country" and low not in seen:
        kind = judge(text, run[0].start, run[-1].end, kind, [fold(token.text) in known.given for token in run])
    if kind == "Country":
        yield replace(_mention("Country", run, name), country=known.countries.get(low))
    elif kind:
        yield _mention(kind, run, name)


def _is_common(token: _Token, language: str, known: Gazetteer) -> bool:
    """Tell whether a capital word is an ordinary noun that begins the sentence: "Lawyer Elena Markova"."""
    word = token.text.casefold()
    if fold(word) in known.given or fold(word).endswith("nando"):
        return False
    return (word in known.people[language] and word not in known.titles[language]) or re.fullmatch(
        r"\w{4,}(?:ing|ly|mente|ando|iendo)", word
    ) is not None


def _after_mark(text: str, at: int) -> bool:
    return text[at - 1 : at] in {"“", '"', "«", "‘", "¿", "¡"} or text[at - 2 : at] in {": ", "– ", "— "}


def _title(run: list[_Token], language: str, known: Gazetteer) -> int | None:
    """Give how many tokens of a run are an office before a name."""
    marks = [i for i, token in enumerate(run[:-1]) if fold(token.text).rstrip(".") in known.titles[language]]
    if not marks or len(run) - marks[-1] - 1 > 5:
        return None
    rest = run[marks[-1] + 1 :]
    if not rest[0].capital or fold(rest[0].text) in known.titles[language]:
        return None
    return marks[-1] + 1


def _kind(text: str, run: list[_Token], name: str, language: str, known: Gazetteer, seen: dict[str, str]) -> str | None:
    low = fold(name)
    words = [fold(token.text) for token in run]
    if low in known.adjectives and low not in known.countries:
        return None
    if low in seen:
        return seen[low]
    if _NICK_INSIDE.match(text, run[-1].end) and words[0] not in known.heads:
        return "Person"
    if low in known.places:
        return "Place"
    order = words if language == "es" else list(reversed(words))
    for two in (" ".join(words[i : i + 2]) for i in range(len(words) - 1)):
        if two in known.heads:
            return known.heads[two]
    if any(word in known.heads for word in order) and (
        len(run) > 1
        or words[0] in {"treasury", "congress", "senate", "congreso", "senado", "fiscalia", "marina", "ejercito"}
    ):
        return known.heads[next(word for word in order if word in known.heads)]
    before = text[max(0, run[0].start - 24) : run[0].start]
    if language == "en" and _LOWER_HEADS["en"].match(text, run[-1].end) and words[0] not in known.given:
        head = _LOWER_HEADS["en"].match(text, run[-1].end)
        return _lower_kind(head.group(1)) if head else None
    if run[0].text in {"Los", "Las"} and 2 <= len(run) <= 4:
        return "CriminalOrganisation"
    if words[0] in _NOTHING:
        return None
    if (noun := _BODY_NOUN.search(before)) and words[0] not in known.given:
        return _BODY_KINDS.get(fold(noun[1]), "Organisation")
    if words[0] in _PLACE_HEADS and len(run) > 1 and words[0] not in known.given:
        return "Place"
    if words[-1] in _PLACE_TAILS and len(run) > 1:
        return "Place"
    if len(run) > 1 and _ABBREVIATION.match(text, run[-1].end):
        return "Organisation"
    if words[0] in known.given and len(run) > 1:
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
        if len(run) == 1 or strong or words[0] not in known.given:
            return "Place" if len(run) <= 3 and (len(run) == 1 or strong) else "Person" if 2 <= len(run) <= 5 else None
    if re.search(r"\b(?:the|The|los|las|Los|Las)\s+$", before):
        return "Organisation" if len(run) > 1 and words[-1].endswith("s") else None
    if (
        re.search((r"\b(?:an?|An?)\s+$" if language == "en" else r"\b(?:el|la|El|La|un|una)\s+$"), before)
        and len(run) > 1
        and not _PERSON_AFTER.match(text, run[-1].end)
    ):
        return None
    if 2 <= len(run) <= 5 and not any(t.text.isupper() and len(t.text) > 1 for t in run):
        return "Person"
    if len(run) == 1:
        return "Person" if words[0] in seen else None
    return None


def _lower_kind(head: str) -> str:
    return {
        "police": "Agency", "navy": "Agency", "army": "Agency", "government": "Government", "court": "Court", "bank": "Company", "group": "Organisation",
    }.get(head, "Agency" if head.endswith("office") else "CriminalOrganisation")  # fmt: skip


def _mention(kind: str, run: list[_Token], name: str) -> Mention:
    return Mention(kind, run[0].start, run[-1].end, run[0].start, run[-1].end, name)


def _bodies_es(text: str, start: int, end: int, known: Gazetteer) -> list[Mention]:
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


_BODY_EN = re.compile(
    r"\b((?:(?:interior|foreign|defen[cs]e|justice|finance|health|security|public security|economy|environment|labou?r) ministry|ministry of (?:the )?(?:interior|justice|defen[cs]e|finance|foreign affairs|public security|security)"
    r"|(?:justice|state|treasury|commerce|police) department|(?:national|federal|state|city|county|municipal|metropolitan|border|military|judicial|provincial) (?:police|guard|prosecution service)|coast guard|supreme court|constitutional court|federal court|appeals? court|high court|(?:[A-Z]\w+ )?district court|criminal court|central bank|customs (?:service|agency)|intelligence (?:service|agency)|anti-(?:drug|corruption|narcotics) (?:police|agency|unit|squad|prosecutor[’']s office|commission)|financial intelligence unit|human rights commission))\b|"
    r"\b((?:[A-Z][\w.]+(?: [A-Z]\w+)?(?:[’']s)? )?(?:attorney general|state prosecutor|federal prosecutor|public prosecutor|prosecutor|district attorney|governor|mayor|president|coroner|sheriff|ombudsman)[’']s [Oo]ffice"
    r"|(?:[A-Z][\w.]+ )(?:embassy|consulate)(?: in [A-Z]\w+(?: [A-Z]\w+)?)?)\b"
)


def _bodies_en(text: str, start: int, end: int) -> list[Mention]:
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


def _extended(text: str, mention: Mention, end: int, language: str) -> Mention:
    """Give the mention with the nickname, alias, abbreviation or age that is written with it."""
    if mention.kind == "Person":
        return _with_nicknames(text, mention, end)
    if mention.kind in {"Country", "Place"}:
        return mention
    if (
        language == "en"
        and (head := _LOWER_HEADS["en"].match(text, mention.last))
        and head.end() <= end
        and fold(mention.name.split()[-1]) != head.group(1)
    ):
        last = head.end()
        mention = replace(
            mention,
            end=last,
            last=last,
            name=text[mention.first : last],
            kind=_lower_kind(head.group(1)) if mention.kind in {"Organisation", "Person", "Place"} else mention.kind,
        )
    if (found := _ABBREVIATION.match(text, mention.end)) and found.end() <= end + 1:
        extra = Extra("abbreviation", found[1], found.start(1), found.end(1))
        return replace(mention, end=found.end(), extras=(extra,))
    return mention


def _with_nicknames(text: str, mention: Mention, end: int) -> Mention:
    extras: list[Extra] = []
    last, name = mention.end, mention.name
    if found := _NICK_INSIDE.match(text, mention.end):
        tail = re.match(r"[A-ZÁÉÍÓÚÑ][\w’-]+(?: (?:de la|de|del|y|[A-ZÁÉÍÓÚÑ][\w’-]+))*", text[found.end() : end])
        if tail:
            surname = re.sub(r"(?: (?:de la|de|del|y))+$", "", tail.group())
            extras.append(Extra("nickname", found[1], found.start(1), found.end(1)))
            last = found.end() + len(surname)
            name = f"{name} {surname}"
    mention = replace(mention, end=last, last=last, name=name)
    for _ in range(2):
        if aged := _AGE.match(text, mention.end):
            mention = replace(mention, end=aged.end())
        found = _AFTER_NAME.match(text, mention.end)
        if not found or found.end() > end + 1 or found.end() == mention.end:
            break
        value = found["quoted"] or found["bare"]
        if (
            not value
            or (not found["word"] and not found["quoted"])
            or len(value.split()) > 4
            or (found["word"] == "o" and found["bare"])
        ):
            break
        if found["quoted"] and not found["word"] and not value[0].isupper():
            break
        group = "quoted" if found["quoted"] else "bare"
        word = (found["word"] or "").casefold()
        relation = "alias" if word and not word.startswith(("nick", "dub", "apod", "call")) else "nickname"
        extras.append(Extra(relation, value.strip(" ,"), found.start(group), found.end(group)))
        mention = replace(mention, end=found.end())
    trimmed = len(text[mention.start : mention.end].rstrip())
    return replace(mention, end=mention.start + trimmed, extras=tuple(extras))


def _people(
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
            and (noun.rstrip("s") in _MEMBERS or noun[:-2] in _MEMBERS)
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
        words = text[first:last]
        country = next(
            (known.adjectives[fold(w)] for w in words.split() if fold(w) in known.adjectives and fold(w) != "indio"),
            None,
        )
        yield Mention("UnnamedGroup", first, last, first, last, words, count=count, country=country)


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


def _no_overlap(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for each in sorted(found, key=lambda m: (m.start, -m.end)):
        if kept and each.start < kept[-1].end:
            continue
        kept.append(each)
    return kept

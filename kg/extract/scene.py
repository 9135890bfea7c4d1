"""A sentence with its mentions masked, and who stands in which place of it: the surface grammar both languages share.

`⟨P3⟩` stands for mention 3, a person. Letters: P person, U people without names, O organisation, G public body,
C country, L place, N pronoun.
"""

import re
from dataclasses import dataclass, field

from kg.extract.mentions import Mention
from kg.extract.reading import Reading
from kg.extract.segment import Sentence
from kg.ontology import load_ontology

__all__ = ["MARK", "Scene", "scene_of"]

MARK = re.compile(r"⟨([A-Z])(\d+)⟩")
_TRAILING = {
    "en": re.compile(
        r"(?:^|\s)(?:has|have|had|was|were|is|are|be|been|being|will|would|may|might|could|can|should|must|shall|to|not|never|also|later|then|now|again|first|once|who|whom|which|that|did|does|do|n[o’']t|"
        r"\w+ly|(?:expected|due|set|scheduled|said|believed|thought|alleged|reported|understood|going) to|(?:serve[sd]?|act(?:s|ed)|work(?:s|ed)) as|expected|scheduled|plans?|planned|vowed|agreed|threatened|promised|wants?|wanted|tried|sought|hopes?|became|becomes|remains|remained|himself|herself|both|all|each|still|since|then|got|get|there|immediately|soon|himself|facing)$"
    ),
    "es": re.compile(
        r"(?:^|\s)(?:ha|han|había|habían|habría|habrían|haya|hayan|hubiera|fue|fueron|es|son|era|eran|será|serán|sería|serían|sido|siendo|ser|está|están|estaba|estaban|no|nunca|también|ya|luego|se|le|les|lo|va|van|iba|a|podría|podrían|puede|pueden|"
        r"\w+mente|ayer|hoy|después|planea|busca|pretende|intentó|logró|quien|quienes|que|además|aún|todavía|ambos|todos|él|mismo|misma|considerad[oa]|identificad[oa]|tras|quedó|resultó|resultaron)$"
    ),
}
_ASIDE = re.compile(r"(?:,[^,;⟨⟩]{1,60},|\([^()⟨⟩]{1,60}\)|[–—][^–—⟨⟩]{1,80}[–—])\s*$")
#: A speaker between commas: "A is not, police said, the leader".
_SAYS = re.compile(
    r",\s+(?:(?:the|el|la|los)\s+)?(?:⟨[A-Z]\d+⟩|\w+)\s+(?:said|says|sa[iy]d \w+|dijo|dijeron|afirmó|aseguró|informó),\s*$"
    r"|,\s+(?:según|de acuerdo con|according to|in the words of)\s[^,;]{1,60},\s*$"
)
_UNDER = re.compile(
    r"\b(?:of|by|for|with|in|from|to|against|near|between|de|del|contra|a|al|en|por|con|entre)\s+(?:(?:the|la|los|las|el|un|una|a|an|its|su)\s+)?(?:[a-záéíóúñ-]+\s+){0,2}$"
)
_MEN_OF = re.compile(
    r"\b(?:[Ee]lementos|[Aa]gentes|[Pp]olicías|[Ee]fectivos|[Ff]uerzas|[Ss]oldados|[Ff]iscales|[Oo]fficers|[Aa]gents|[Ss]oldiers|[Mm]embers|[Pp]rosecutors) (?:of|from|de|del)\s+(?:the\s+|la\s+|los\s+)?$"
)
_RELATIVE = re.compile(r",\s+(?:who|whose|whom|which|quien|quienes|que|cuyo|cuya)\s[^,;]{1,110},\s*$")
_OF_PLACE = re.compile(r"\s(?:of|from|in|near|at|de|del|en|desde)\s(?:the\s|la\s|el\s|los\s|las\s)?⟨[LC]\d+⟩$")
_OF_BODY = re.compile(r"\s(?:of|from|with|in|de|del|de la|de los)\s(?:the\s|la\s|el\s|los\s)?⟨[OG]\d+⟩$")
_STOP_WORDS = r"(?:of|in|from|by|and|at|on|for|with|that|who|which|after|before|when|while|de|del|en|por|y|e|que|quien|con|para|desde|tras|cuando|según|sobre|but|pero|said|dijo|to)"
_OBJECT = {
    "en": re.compile(rf"(?:\s+(?!{_STOP_WORDS}\b)[\w’'“”\"-]+){{0,4}}\s*⟨([A-Z])(\d+)⟩"),
    "es": re.compile(rf"(?:\s+(?:a|al|la|los|las|el|contra|(?!{_STOP_WORDS}\b)[\w’'“”\"-]+)){{0,5}}\s*⟨([A-Z])(\d+)⟩"),
}
_OBJECT_OF = re.compile(r"(?:\s+[\w’'-]+){1,4}\s+(?:of|de|del)\s+(?:the\s+|la\s+|los\s+)?⟨[OGLC]\d+⟩,\s*⟨(P)(\d+)⟩")
#: Spanish puts day and place between verb and object: "detuvieron el jueves en L a P".
_OBJECT_LATE = re.compile(
    r"[^;:.()“”]{0,90}?\sa(?:l)?\s(?:(?:el|la|los|las|un|una)\s)?(?:[a-záéíóúñ]+\s){0,3}?⟨([PU])(\d+)⟩"
)
_MORE = re.compile(
    r"\s*(?:,|,? and|,? y|,? e|,? as well as|,? así como)\s+(?:a\s+|the\s+|el\s+|la\s+)?⟨([A-Z])(\d+)⟩(?=\s*(?:[,.;:)]|$|(?:in|on|at|for|with|over|last|during|after|from|to|en|el|por|tras|durante|and|y|desde|a)\b))"
)


@dataclass(slots=True)
class Scene:
    """One sentence: its text with mentions masked, and the way back to places of the plain text."""

    sentence: Sentence
    mentions: list[Mention]
    masked: str
    language: str
    places: list[int] = field(repr=False, default_factory=list)
    chain: dict[int, int] = field(default_factory=dict)

    def at(self, masked: int) -> int:
        """Give the place in the plain text of a place in the masked sentence."""
        return self.places[min(masked, len(self.places) - 1)]

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the plain text of a stretch of the masked sentence, spaces at its end left out."""
        while end > start and self.masked[end - 1].isspace():
            end -= 1
        closing = MARK.search(self.masked, max(start, self.masked.rfind("⟨", start, end)), end) if end > start else None
        if closing and closing.end() == end:
            return self.at(start), self.mention(closing[2]).end
        return self.at(start), self.at(end - 1) + 1

    def mention(self, number: int | str) -> Mention:
        """Give a mention by the number in its mark."""
        return self.mentions[int(number)]

    def subject(self, at: int, wanted: str, *, noun: bool = False) -> int | None:
        """Give the mention of which the words at a place are said, walking left; None where two could be meant.

        `wanted` are the letters that may be the subject. Appositions that were read before lead to what they are said of.
        """
        left = self.masked[:at].rstrip(' ,:“"–—')
        relative = False
        crossed = False
        if noun:
            left, crossed = _without_adjectives(left)
        for _ in range(14):
            if aside := _ASIDE.search(left) or _RELATIVE.search(left) or _SAYS.search(left):
                left = left[: aside.start()]
                continue
            left = left.rstrip(' ,–—“"')
            found = re.search(r"⟨([A-Z])(\d+)⟩$", left)
            if found and crossed and found.end() not in self.chain:
                return self._only(left + " and", wanted)
            if found:
                if (
                    place := _OF_PLACE.search(left)
                    or (_OF_BODY.search(left) if "O" not in wanted or "⟨P" in left else None)
                ) and found.end() not in self.chain:
                    left = left[: place.start()]
                    continue
                return self._hosted(
                    found, wanted, relative, direct=noun or len(left) >= len(self.masked[:at].rstrip(' ,:“"–—'))
                )
            if joint := re.search(r"\s(?:and|y|e)$", left):
                left, crossed = left[: joint.start()], True
                continue
            if word := _TRAILING[self.language].search(left):
                relative = relative or word.group().strip() in {"who", "whom", "quien", "que", "which", "that"}
                left = left[: word.start()]
                continue
            break
        return self._only(left, wanted)

    def _hosted(self, found: re.Match[str], wanted: str, relative: bool, *, direct: bool) -> int | None:
        host = self.chain.get(found.end())
        if host is None:
            before = self.masked[: found.start()]
            if (
                not direct
                and not relative
                and _UNDER.search(before)
                and not (found[1] in "GC" and _MEN_OF.search(before))
            ):
                return None  # "a member of A was arrested": not A
            return int(found[2]) if found[1] in wanted else None
        if found[1] == "P" and relative:
            return None  # "brother of B, who was arrested": either may be meant
        return host if self.letter(host) in wanted else None

    def _only(self, left: str, wanted: str) -> int | None:
        """Give the only party of the clause before "and", where the subject is not said again."""
        if not re.search(r"(?:^|\s|,)(?:and|y|e|then|luego)$", left.rstrip()):
            return None
        clause = re.split(r"[;:]", left)[-1]
        first = re.match(
            r"\W*(?:(?:[Oo]n|[Ii]n|[Ee]n|[Ee]l|[Ll]ast|[Ll]a)\s[^,⟨]{0,40},\s*)?(?:(?:the|el|la|los|las|an?|un|una)\s+)?(?:[a-záéíóúñ-]+\s+){0,2}⟨([A-Z])(\d+)⟩",
            clause,
            re.I,
        )
        return int(first[2]) if first and first[1] in wanted and first[1] in "PUNOG" else None

    def objects(self, at: int, wanted: str) -> list[int]:
        """Give the mentions acted upon by the verb that ends at a place: the next one, and those listed with it."""
        found = _OBJECT_OF.match(self.masked, at) or _OBJECT[self.language].match(self.masked, at)
        if (not found or found[1] not in wanted) and self.language == "es":
            found = _OBJECT_LATE.match(self.masked, at)
        if not found or found[1] not in wanted:
            return []
        hits, end = [int(found[2])], found.end()
        while (more := _MORE.match(self.masked, end)) and more[1] == found[1]:
            hits.append(int(more[2]))
            end = more.end()
        return hits

    def letter(self, number: int) -> str:
        """Give the letter of a mention."""
        return _letter(self.mentions[number])


def scene_of(reading: Reading, sentence: Sentence, mentions: list[Mention]) -> Scene:
    """Mask the mentions of a sentence."""
    text, at = reading.text, sentence.start
    parts: list[str] = []
    places: list[int] = []
    for number, mention in enumerate(mentions):
        parts.append(text[at : mention.start])
        places += range(at, mention.start)
        mark = f"⟨{_letter(mention)}{number}⟩"
        parts.append(mark)
        places += [mention.start] * len(mark)
        at = mention.end
    parts.append(text[at : sentence.end])
    places += range(at, sentence.end + 1)
    masked = "".join(parts).replace("\n", " ")
    language = reading.document.language if reading.document.language in _OBJECT else "en"
    return Scene(sentence, mentions, masked, language, places)


def _letter(mention: Mention) -> str:
    if mention.kind in {"Person", "UnnamedGroup", "Country", "Pronoun", "Place"}:
        return {"Person": "P", "UnnamedGroup": "U", "Country": "C", "Pronoun": "N", "Place": "L"}[mention.kind]
    return "G" if load_ontology().is_a(mention.kind, "GovernmentBody") else "O"


def _without_adjectives(left: str) -> tuple[str, bool]:
    """Drop the article and adjectives before a noun, "⟨P1⟩, the alleged top" -> "⟨P1⟩,"; tell whether "and" was passed."""
    crossed = False
    trail = r"(?:\s*(?:the|a|an|one of the|one of its|its|his|her|un|una|el|la|uno de los|una de las|unos|alleged|suspected|reputed|presumed|former|long-time|longtime|senior|top|main|second|local|regional|notorious|feared|powerful|founding|new|current|late|elder|younger|older|half|twin|presunt[oa]s?|supuest[oa]s?|ex|antigu[oa]|exjefe|principal|máximo|máxima|actual|entonces|alto|alta|nuevo|nueva|mayor|menor|considerado|also|and|y|e|high-ranking|key|self-proclaimed|historic|históric[oa]|fallecid[oa]|regional|financiero|financiera|[a-z]+ing))$"
    while found := re.search(trail, left.rstrip(" ,")):
        shorter = left.rstrip(" ,")[: found.start()]
        if found.group().strip() in {"and", "y", "e"} and not shorter.rstrip().endswith("⟩"):
            break
        crossed = crossed or found.group().strip() in {"and", "y", "e"}
        left = shorter
    return left, crossed

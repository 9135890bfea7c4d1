"""Who stands as the speaker of a verb of saying, of "according to", or before a colon: somebody named, described or unsaid."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from kg.extract.cue import Cue
from kg.extract.grammar import grammar
from kg.extract.scene import Scene
from kg.extract.story import Story
from kg.names import fold

__all__ = ["Speaker", "speaker_at"]

_MARK = re.compile(r"⟨([A-Z])(\d+)⟩")
#: Between a subject and its verb.
_BETWEEN = {
    "en": re.compile(
        r"(?:^|[\s,])(?:has|have|had|also|then|later|now|again|never|not|always|once|still|earlier|since|did|does|do|would|will|who|all|both|himself|herself|themselves|[a-z]+ly|(?:declined|refused|failed|went on|continued|wanted|began|needed) to)$"
    ),
    "es": re.compile(
        r"(?:^|[\s,])(?:ha|han|había|habían|también|ya|luego|después|además|hoy|ayer|no|nunca|siempre|se|lo|le|les|así|quien|quienes|que|mismo|misma|[a-záéíóú]+mente|evitó|rehusó|se negó a|se limitó a|volvió a)$"
    ),
}
_ASIDE = re.compile(
    r",[^,;:⟨⟩“”]{1,60},\s*$|\([^()]{1,60}\)\s*$|\s[–—][^–—]{1,80}[–—]\s*$|,\s+(?:who|quien|que)\s[^,;:]{1,110},\s*$"
)
#: What a described speaker cannot reach over.
_EDGE = {
    "en": re.compile(
        r"[,;:.()“”\"«»!?]|\s[–—-]\s|\b(?:that|which|who|whom|when|while|after|before|because|but|if|as|where|although|though|what|whether|until|than|said|says|told|is|was|were|are|has|had|have|been|be|and (?=the |an? |his |her ))\b"
    ),
    "es": re.compile(
        r"[,;:.()“”\"«»!?]|\s[–—-]\s|\b(?:que|quien|quienes|cuando|mientras|pero|si|como|donde|aunque|según|dijo|dijeron|es|fue|son|fueron|era|ha|han|había|sido|y (?=el |la |los |un |una ))\b"
    ),
}
_RIGHT_EDGE = {
    "en": re.compile(
        r"[,;:.()“”\"«»!?]|\s[–—-]\s|\b(?:that|which|who|when|while|after|before|because|but|if|as|on|in|at|during|by|is|was|were|had|has|have|told|said|to|citing)\b"
    ),
    "es": re.compile(
        r"[,;:.()“”\"«»!?]|\s[–—-]\s|\b(?:que|quien|cuando|mientras|pero|si|como|en|al|por|durante|tras|ante|este|esta|ayer|hoy|con|fue|es|era|ha|a)\b"
    ),
}
_DETERMINER = re.compile(
    r"(?:the|an?|his|her|its|their|our|my|both|some|several|other|many|most|few|one|two|three|four|five|six|seven|another|\d+|local|federal|state|el|la|los|las|una?|unos|unas|su|sus|dos|tres|cuatro|cinco|varios|varias|algunos|algunas|otros|otras|ambos)\s",
    re.I,
)
_UNDER = re.compile(
    r"\b(?:of|in|at|from|for|with|near|de|del|en|para|con|ante)\s+(?:the\s+|la\s+|los\s+|las\s+|el\s+)?(?:(?:Mr|Mrs|Ms|Dr|Judge|Sr|Sra)\.?\s+)?$",
    re.I,
)
_PAPERS = re.compile(
    r"\b(?:indictment|complaint|reports?|statement|study|documents?|filings?|records?|papers|media|press|website|sites?|videos?|verdict|ruling|draft|text|banner|acusación|informes?|sentencia|fallo|texto|borrador|videos?|versiones|considerandos|narcomanta|manta|despacho|reportes?|comunicado|documentos?|expediente|carpeta|medios|prensa)\b",
    re.I,
)
_PRONOUNS = re.compile(r"(?:^|[\s“\"(,–—])(he|she|they|it|él|ella|ellos|ellas)$", re.I)
_PREPOSITION = re.compile(
    r"(?:according to|in the (?:words|view|opinion|eyes|telling) of|by the account of|as told by|citing|quoting|según|de acuerdo|a (?:decir|juicio|ojos) de|en (?:palabras|opinión|la versión|voz) de|conforme|citando a)",
    re.I,
)
_TO_WHOM = re.compile(r"\b[Aa] (?:la |los |las )?(?:\w+ )?⟨[A-Z]\d+⟩ (?:se )?les?\s+$")
_QUE = re.compile(r"[^,.;]{0,40}?\bque\b")
_LEAD = re.compile(
    r"(?:yet|and|but|still|meanwhile|y|pero|or so|or at least|at least|as|so|o eso|o al menos|o así|como|así|según)\s+",
    re.I,
)
_VERB_AFTER = re.compile(r"\s+(?:lo |le )?(?:\w+(?:ó|aron|ieron)|dijo|dijeron|dice|dicen|consta|trascendió)\b")
_VERB_PHRASE = re.compile(r"(?:calls?|deem\w+|llaman? a|llamó a|tacha a|dan? por .*)$", re.I)
_BE = re.compile(
    r"\b(?:is|was|are|were|been|being|be|es|fue|fueron|son|sido|está|están|era|eran)\s+(?:\w+ly\s+|\w+mente\s+)?$"
)
_BY = re.compile(r"\s+(?:by|por(?: parte de)?)\s+")
_OF = re.compile(r"\s+(?:of|in|de)\b")
_HAVE = re.compile(r"\b(?:has|have|had|ha|han|había|habían)\s+(?:\w+ly\s+|\w+mente\s+)?$")
_NOUN = re.compile(r"(?:\b(?:an?|the|this|that|these|those|no|any|un|una|su)|[’']s)\s+(?:[\w-]+\s+)?$")
_NOUNS = re.compile(
    r"(?:report|claim|charge|rule|state|estimate|guess|boast|hint|fear|post|tweet|reply|note|call|reporte)s?", re.I
)
_VERBISH = re.compile(r"\w+(?:ed|ing|aron|ieron|ando|iendo)$|(?:yesterday|today|now|ayer|hoy|never|not|no)$", re.I)
_REFLEXIVE = re.compile(r"\b[Ss]e\s+(?:ha\s+|había\s+)?$")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A key (or "Unspecified"), and the stretch of the plain text that names the speaker, if anything does."""

    key: str
    words: tuple[int, int] | None = None


UNSAID = Speaker("Unspecified")


def speaker_at(story: Story, scene: Scene, cue: Cue) -> Speaker | None:
    """Give the speaker of a cue; None where the words only look like a cue of saying."""
    left, right = _masked(scene, scene.sentence.start + cue.start), _masked(scene, scene.sentence.start + cue.end)
    words = scene.masked[left:right]
    if cue.kind == "mark":
        return _described(story, scene, (left, right)) or UNSAID
    if cue.kind == "phrase" and _PREPOSITION.match(words):
        if _VERB_AFTER.match(scene.masked, right):
            return None  # "según confirmó el juzgado": the verb has the speaker
        return _after(story, scene, right) or UNSAID
    if cue.name == "alleged" and (by := _BY.match(scene.masked, right)):
        return _after(story, scene, by.end()) or UNSAID  # "señalados por el gobierno como"
    if cue.kind == "phrase" and not _VERB_PHRASE.match(words):
        return UNSAID if cue.name in {"report", "allege"} else None
    before = scene.masked[:left]
    by = _BY.match(scene.masked, right)
    passive = by or _BE.search(before) or _REFLEXIVE.search(before)
    accused = cue.name == "allege" and (
        cue.kind == "participle" or (words.endswith("ed") and _OF.match(scene.masked, right))
    )
    if passive or (accused and not _HAVE.search(before)):
        return (_after(story, scene, by.end()) if by else None) or UNSAID
    if cue.kind in {"base", "finite"} and _NOUNS.fullmatch(words) and _NOUN.search(before):
        return UNSAID  # "a newspaper report that"
    if scene.language == "es" and _TO_WHOM.search(before):
        return UNSAID  # "A B le dijeron que"
    found = _after(story, scene, right) if _inverted(scene, before, right) else None
    if (
        found is None
        and scene.language == "es"
        and before.rstrip().endswith(",")
        and not _QUE.match(scene.masked, right)
    ):
        return UNSAID  # "…, dicen"
    if found is None:
        found = _before(story, scene, left)
    if found is None and scene.language == "es":
        found = _after(story, scene, right)
    return found or _same_as_before(story, scene, before) or UNSAID


def _inverted(scene: Scene, before: str, right: int) -> bool:
    """Tell whether the speaker stands behind the verb: "…”, said B.", "…, dijo la fiscal", at the head of a Spanish sentence."""
    stop = _RIGHT_EDGE[scene.language].search(scene.masked, right + 1)
    end = stop.start() if stop else len(scene.masked)
    behind = bool(scene.masked[right:end].strip())
    if re.search(r"[”\"»]\s*,?\s*$", before):
        return behind
    if re.search(r"[,’]\s*$|[–—]\s*$", before):
        return behind and (scene.language == "es" or end == len(scene.masked) or scene.masked[end] in ",.;:–—")
    return scene.language == "es" and bool(
        re.fullmatch(r"[\s“\"«¿]*(?:(?:[Aa]sí|[Cc]omo|[Ss]egún)(?: lo)?\s*)?", before)
    )


def _before(story: Story, scene: Scene, at: int) -> Speaker | None:
    """Give the subject left of a verb."""
    left = scene.masked[:at].rstrip()
    for _ in range(8):
        if pronoun := _PRONOUNS.search(left):
            return _pronoun(story, scene, (pronoun.start(1), pronoun.end(1)))
        if found := _BETWEEN[scene.language].search(left):
            left = (
                left[: found.start() + (found.group()[:1] == ",")].rstrip(" ,")
                if found.start()
                else left[: found.start()]
            )
        elif (aside := _ASIDE.search(left)) and not re.search(r"⟨[PO]\d+⟩,?\s*$", left):
            left = left[: aside.start()].rstrip()
        elif left.endswith(",") and re.search(r"⟨[PUOG]\d+⟩,$", left):
            left = left[:-1]
        else:
            break
    if re.search(r"\b(?:and|but|y|e|pero)$", left):
        return _subject_of_clause(story, scene, left)
    if left.endswith("⟩"):
        mark = _MARK.search(left, left.rfind("⟨"))
        if mark:
            described = _owner_phrase(scene, left, mark)
            if described is None and (number := scene.subject(len(left) + 1, "PUOGCN")) is not None:
                return _named(story, scene, number)
            if described is None:
                return _named(story, scene, int(mark[2]))
            return _described(story, scene, described)
    edges = [m.end() for m in _EDGE[scene.language].finditer(left)]
    start = max(edges, default=0)
    return _described(story, scene, (start, len(left)))


def _owner_phrase(scene: Scene, left: str, mark: re.Match[str]) -> tuple[int, int] | None:
    """Give the phrase whose last word is a name that only belongs to it: "officials in L", "el vocero de la G"."""
    under = _UNDER.search(left, max(0, mark.start() - 20), mark.start())
    if under is None or mark.start() - under.start() > 20:
        return None
    start = max((m.end() for m in _EDGE[scene.language].finditer(left[: under.start()])), default=0)
    return (start, len(left)) if left[start : under.start()].strip() else None


def _after(story: Story, scene: Scene, at: int) -> Speaker | None:
    """Give the noun phrase right of a verb or preposition."""
    stop = _RIGHT_EDGE[scene.language].search(scene.masked, at + 1)
    end = stop.start() if stop else len(scene.masked)
    text = scene.masked[at:end]
    first = _MARK.search(text)
    if first and len(text[: first.start()].split()) <= 5 and not _UNDER.search(text[: first.start()]):
        return _named(story, scene, int(first[2]), start=at) if first[1] in "PUOGCN" else None
    return _described(story, scene, (at, end))


def _named(story: Story, scene: Scene, number: int, *, start: int | None = None) -> Speaker | None:
    mention = scene.mention(number)
    if mention.kind == "Pronoun":
        at = _masked(scene, mention.start)
        return _pronoun(story, scene, (at, at + 1))
    key = story.key(scene, number, acts=True)
    if key is None:
        return None
    begin = mention.title[0] if mention.title else mention.start
    owner = re.search(
        r"(?:⟨C\d+⟩[’']s\s+)?(?:\b(?:[Tt]he|[Ee]l|[Ll]a|[Ll]os|[Ll]as)\s+)?$", scene.masked[: _masked(scene, begin)]
    )
    begin = scene.at(owner.start()) if owner and owner.group() else begin
    return Speaker(key, (scene.at(start) if start is not None else begin, mention.end))


def _pronoun(story: Story, scene: Scene, span: tuple[int, int]) -> Speaker:
    """Give who "he" or "she" is: who spoke last, else the one person named before."""
    start = scene.at(span[0])
    words = (start, scene.at(span[1]))
    if scene.masked[slice(*span)].casefold() == "it":
        bodies = {m[0] for m in _MARK.finditer(scene.masked, 0, span[0]) if m[1] in "OG"}
        key = story.key(scene, int(re.sub(r"\D", "", bodies.pop())), acts=True) if len(bodies) == 1 else None
        return Speaker(key or "Unspecified", words)
    mention = next((m for m in scene.mentions if m.kind == "Pronoun" and m.start <= start < m.end), None)
    key = _last_speaker(story, scene) or (story.antecedent(scene, mention) if mention else None)
    return Speaker(key or "Unspecified", words)


def _last_speaker(story: Story, scene: Scene) -> str | None:
    number = story.scenes.index(scene)
    near = [
        s for s in story.scenes[max(0, number - 3) : number] if s.sentence.paragraph >= scene.sentence.paragraph - 1
    ]
    for each in reversed(near):
        for cue in reversed(story.reading.cues_of(each.sentence)):
            if cue.name == "say" and cue.kind in {"finite", "participle"}:
                before = each.masked[: _masked(each, each.sentence.start + cue.start)]
                speaker = None if _PRONOUNS.search(before.rstrip()) else speaker_at(story, each, cue)
                if speaker and speaker.key != "Unspecified":
                    return speaker.key
    return None


def _same_as_before(story: Story, scene: Scene, before: str) -> Speaker | None:
    """Give the last speaker again, where Spanish leaves the subject out: "Añadió que …"."""
    if scene.language != "es" or before.strip(' “"«¿¡') not in {"", "Y", "También", "Además", "Asimismo"}:
        return None
    key = _last_speaker(story, scene)
    return Speaker(key) if key else None


def _subject_of_clause(story: Story, scene: Scene, left: str) -> Speaker | None:
    """Give the subject that a verb after "and" or "but" shares with the first verb of its sentence."""
    clause = max(left.rfind(mark) for mark in ";:”") + 1
    head = re.compile(
        r"\W*(?:(?:On|In|El|En|Last)\s[^,⟨]{0,40},\s*)?(?:(?:the|el|la|los|las|an?|un|una|his|her|its|su)\s+)?(?:[\w’'-]+,?\s+){0,3}?(?:⟨[A-Z]\d+⟩[’']s (?:\w+ ){0,2}\w+,\s*)?⟨([PUOGN])(\d+)⟩(?=,| \w)",
        re.I,
    ).match(left, clause)
    if head:
        return _named(story, scene, int(head[2]))
    words = _opening(scene.language).match(left, clause)
    return _described(story, scene, words.span(1)) if words else None


@cache
def _opening(language: str) -> re.Pattern[str]:
    nouns = grammar(language).either_speaker
    return re.compile(rf"\W*((?:The|An?|His|Her|El|La|Los|Un|Una|Su)\s+(?:[\w’-]+\s+){{0,2}}?(?:{nouns}))\b")


def _described(story: Story, scene: Scene, span: tuple[int, int]) -> Speaker | None:
    """Give a speaker the text describes and does not name: "the prosecutor", "three dockers", "un vocero"."""
    start, end = span
    text = scene.masked[start:end]
    start += len(text) - len(text.lstrip(' ,“"«'))
    start += len(scene.masked[start:end]) - len(scene.masked[start:end].lstrip())
    if lead := _LEAD.match(scene.masked, start, end):
        start = lead.end()
    text = scene.masked[start:end].rstrip(' ,:”"»')
    end = start + len(text)
    found = re.fullmatch(r"(?:[\w’'-]+\s+){0,4}⟨([PUOGN])(\d+)⟩", text)
    if found and not _UNDER.search(text[: text.rfind("⟨")]):
        return _named(story, scene, int(found[2]))
    if not text or len(text.split()) > 9 or not _is_somebody(text, scene.language):
        return None
    words = (scene.at(start), scene.at(end))
    if text.isupper() and (key := story.cast.names_of(text.title())):
        return Speaker(key, words)
    if _PAPERS.search(text):
        return Speaker("Unspecified", words)
    if known := _met_before(story, scene, text):
        return Speaker(known, words)
    plain = " ".join(story.reading.text[words[0] : words[1]].split())
    key = re.sub(r"[^a-z0-9]+", "-", fold(plain)).strip("-") or "speaker"
    entity = story.cast.entities.get(key)
    if entity is None:
        key = story.cast.add(key, "UnnamedGroup", plain)
    return Speaker(key, words)


def _is_somebody(text: str, language: str) -> bool:
    """Tell whether a phrase can be people who speak: its head is a speaker's noun, a plural, or stands behind "the"."""
    if re.match(r"(?:[\w’-]+\s+){0,3}⟨U\d+⟩", text):
        return True
    bare = _MARK.sub("X", text)
    head = re.split(r"\s(?:of|in|at|from|for|with|near|close to|de|del|en|para|con|cercan[ao]s? a)\s", bare)[0].split()
    if not head or head[0].casefold() in {"there", "this", "it", "lo", "eso", "esto", "what"}:
        return False
    last = head[-1].casefold().strip("’'")
    nouns = grammar(language).speakers
    if last in nouns or (language == "es" and any(word.casefold() in nouns for word in head[:3])):
        return True
    if re.match(r"X[’']s\s", bare) and last.isalpha():
        return True
    if any(_VERBISH.match(word) for word in head[1:]) or not last.isalpha():
        return False
    return bool(_DETERMINER.match(bare + " ")) or (len(head) <= 4 and (last.endswith("s") or text.isupper()))


def _met_before(story: Story, scene: Scene, text: str) -> str | None:
    """Give the one party introduced before by the noun that describes the speaker now: "the deputy", "the ministry"."""
    found = re.fullmatch(r"(?:[Tt]he|[Ee]l|[Ll]a)\s+(?:same\s+|propi[oa]\s+)?([\w-]+)", text)
    if not found:
        return None
    noun = fold(found[1])
    keys = set()
    for each in story.scenes[: story.scenes.index(scene) + 1]:
        for mention in each.mentions:
            if mention.kind in {"Pronoun", "UnnamedGroup", "Country", "Place"}:
                continue
            title = story.reading.text[slice(*mention.title)] if mention.title else ""
            at = _masked(each, mention.start)
            before = re.search(r"([\w-]+),?\s*$", each.masked[:at])
            nouns = {
                fold(w)
                for w in f"{title} {mention.name if mention.kind != 'Person' else ''} {before[1] if before else ''}".split()
            }
            if noun in nouns and (key := story.cast.key(mention)):
                keys.add(key)
    return next(iter(keys)) if len(keys) == 1 else None


def _masked(scene: Scene, plain: int) -> int:
    return bisect_left(scene.places, plain)

"""Who says it: the speakers over a claim, nested, with the words that name them and the day of the saying."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from kg.extract.scene import Scene
from kg.extract.scope import Cue
from kg.extract.segment import Quotation
from kg.extract.story import Draft, Story
from kg.extract.when import Dated

__all__ = ["Voice", "speaker_of", "voice_of"]

_RIGHT = {
    "en": re.compile(r"(?:\s+(?!that\b)[\w’-]+){0,6}?,?\s+⟨([PUOGCN])(\d+)⟩"),
    "es": re.compile(r"(?:\s+(?!que\b)[\w’-]+){0,6}?,?\s+⟨([PUOGCN])(\d+)⟩"),
}
_INVERTED = {
    "en": re.compile(r"[,”\"’]\s*$"),
    "es": re.compile(r"(?:[,”\"»]|(?:^|\s)(?:[Ss]egún|[Aa]sí lo|[Cc]omo|lo|también))\s*$|^\s*$"),
}
_PLAIN = {
    "en": re.compile(
        r"((?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Oo]ne|[Ii]ts)\s+(?:[\w’-]+\s+){0,3}(?:spokes\w+|prosecutor|judge|official|lawyer|attorney|mayor|governor|president|minister|officer|witness|court|ministry|mother|father|wife|brother|sister|source|jury|investigator|commander|army|navy|government|company|agency|office|department|defence|defense|chief|director|secretary|neighbour|neighbor|relative|priest|bishop|owner|analyst|expert|journalist|reporter|teacher|doctor|union|bank|party|group|cartel|gang))\s*$"
    ),
    "es": re.compile(
        r"((?:[Ee]l|[Ll]a|[Uu]n|[Uu]na|[Ss]u)\s+(?:[\w’-]+\s+){0,3}?(?:portavoz|vocer[oa]|fiscal|juez|jueza|funcionari[oa]|abogad[oa]|alcalde|alcaldesa|gobernador|gobernadora|president[ea]|ministr[oa]|agente|testigo|corte|tribunal|ministerio|madre|padre|esposa|hermano|hermana|fuente|jurado|investigador|comandante|ejército|marina|gobierno|empresa|agencia|oficina|dependencia|defensa|jefe|director|directora|secretari[oa]|vecin[oa]|familiar|párroco|obispo|dueño|analista|experto|periodista|policía|fiscalía|secretaría|institución|partido|grupo|cártel|mandatari[oa]|procurador|sindicato))\s*$"
    ),
}
_PLAIN_RIGHT = {
    "en": re.compile(
        r"\s+((?:the|an?|his|her|one)\s+(?:[\w’-]+\s+){0,3}?(?:spokes\w+|prosecutor|judge|official|lawyer|attorney|mayor|governor|minister|officer|witness|court|ministry|mother|source|investigator|indictment|complaint|report|statement|document|filing|documents|agency|office|chief|director|secretary|neighbours|company|union))\b"
    ),
    "es": re.compile(
        r"\s+((?:el|la|un|una|los|las)\s+(?:[\w’-]+\s+){0,3}?(?:portavoz|vocer[oa]|fiscal|juez|jueza|funcionari[oa]|abogad[oa]|alcalde|alcaldesa|gobernador|gobernadora|ministr[oa]|agente|testigo|corte|tribunal|ministerio|madre|fuente|acusación|informe|comunicado|documento|expediente|investigación|dependencia|defensa|jefe|director|secretari[oa]|empresa|fiscalía|secretaría|policía|institución|mandatari[oa]|autoridad))\b"
    ),
}
_BE = re.compile(
    r"\b(?:is|was|are|were|been|being|be|es|fue|fueron|son|sido|está|están|era|eran)\s+(?:\w+ly\s+|\w+mente\s+)?$"
)
_SPEAKS = frozenset({"say", "allege", "report"})
_PEOPLE_FORMS = re.compile(
    r"(?i)indictment|complaint|report|statement|document|filing|acusación|informe|comunicado|documento|expediente|investigación"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker: their key (or "Unspecified"), the stretch of the words, when it was said."""

    key: str
    words: tuple[int, int]
    said_on: Dated | None = None
    cue: Cue | None = None


def voice_of(story: Story, draft: Draft) -> list[Voice]:
    """Give the speakers over a draft, the nearest to the claim first; empty for the publisher's own voice."""
    scene = draft.scene
    if scene is None:
        return []
    at = draft.at - scene.sentence.start
    found = []
    for cue in story.reading.cues_of(scene.sentence):
        if _says(cue) and cue.covers(at) and not cue.start <= at < cue.end and (voice := speaker_of(story, scene, cue)):
            found.append((abs(cue.start - at), voice))
    voices = [voice for _, voice in sorted(found, key=lambda pair: pair[0])]
    speech = story.reading.speech_at(draft.at)
    if speech and not any(story.reading.speech_at(v.words[0]) is None for v in voices):
        voices += _speech(story, scene, speech)
    return _distinct(voices)


def _says(cue: Cue) -> bool:
    return cue.name in _SPEAKS and cue.kind != "noun"


def speaker_of(story: Story, scene: Scene, cue: Cue) -> Voice | None:
    """Give who stands as the speaker of a verb of saying, or of "according to"."""
    start, end = scene.sentence.start + cue.start, scene.sentence.start + cue.end
    left, right = _masked(scene, start), _masked(scene, end)
    said_on = _said_on(story, scene, cue)
    if cue.kind == "phrase":
        if not re.match(
            r"(?i)according|in the words|según|de acuerdo|a decir|en palabras|conforme", story.reading.text[start:end]
        ):
            return Voice("Unspecified", (start, end), said_on, cue) if cue.name in {"report", "allege"} else None
        if found := _RIGHT[scene.language].match(scene.masked, right):
            key = story.key(scene, int(found[2]), acts=True)
            if key:
                return Voice(key, (start, scene.mention(found[2]).end), said_on, cue)
        plain = _PLAIN_RIGHT[scene.language].match(scene.masked, right)
        return _plain(story, scene, plain, (start, None), said_on, cue) or Voice(
            "Unspecified", (start, end), said_on, cue
        )
    if aux := _BE.search(scene.masked[:left]):
        return Voice("Unspecified", (scene.at(aux.start()), end), said_on, cue)  # "is alleged to": by whom is not said
    if cue.name == "allege" and (cue.kind == "participle" or re.search(r"⟩,\s*(?:\w+ly\s+)?$", scene.masked[:left])):
        return Voice("Unspecified", (start, end), said_on, cue)
    inverted = bool(_INVERTED[scene.language].search(scene.masked[:left]))
    plain = None if inverted else _PLAIN[scene.language].search(scene.masked[:left])
    if plain and "⟩" not in plain[1]:
        return _plain(story, scene, plain, (None, end), said_on, cue)
    number = None if inverted else scene.subject(left, "PUOGCN")
    if number is not None and (key := story.key(scene, number, acts=True)):
        return Voice(key, (_titled(scene, number), end), said_on, cue)
    if (
        (found := _RIGHT[scene.language].match(scene.masked, right))
        and " que " not in found.group()
        and " that " not in found.group()
        and (inverted or scene.language == "es")
    ) and (key := story.key(scene, int(found[2]), acts=True)):
        return Voice(key, (start, scene.mention(found[2]).end), said_on, cue)
    if (plain := _PLAIN_RIGHT[scene.language].match(scene.masked, right)) and (inverted or scene.language == "es"):
        return _plain(story, scene, plain, (start, None), said_on, cue)
    return Voice("Unspecified", (start, end), said_on, cue)


def _plain(
    story: Story,
    scene: Scene,
    found: re.Match[str] | None,
    ends: tuple[int | None, int | None],
    said_on: Dated | None,
    cue: Cue,
) -> Voice | None:
    """Give a speaker the text describes and does not name: "the prosecutor", "un vocero"."""
    if found is None:
        return None
    start, end = scene.at(found.start(1)), scene.at(found.end(1))
    words = (ends[0] if ends[0] is not None else start, ends[1] if ends[1] is not None else end)
    if _PEOPLE_FORMS.search(found[1]):
        return Voice("Unspecified", words, said_on, cue)
    label = " ".join(story.reading.text[start:end].split())
    key = re.sub(r"[^a-z0-9]+", "-", label.casefold()).strip("-") or "speaker"
    if key not in story.cast.entities:
        key = story.cast.add(key, "UnnamedGroup", label)
    return Voice(key, words, said_on, cue)


def _speech(story: Story, scene: Scene, speech: Quotation) -> list[Voice]:
    """Give the speaker of a quotation: of the words around its ends, or of a sentence before that ends in a colon."""
    near = []
    for each in story.scenes:
        if (each.sentence.start < speech.end + 3 and speech.start - 3 < each.sentence.end) or (
            each.sentence.end <= speech.start
            and speech.start - each.sentence.end < 4
            and story.reading.text[each.sentence.end - 1] == ":"
        ):
            near.append(each)
    number = story.scenes.index(scene)
    paragraph = [
        s
        for s in story.scenes
        if s.sentence.paragraph == scene.sentence.paragraph and abs(story.scenes.index(s) - number) == 1
    ]
    for each in [*near, *paragraph]:
        for cue in story.reading.cues_of(each.sentence):
            at = each.sentence.start + cue.start
            if cue.name == "say" and cue.kind in {"finite", "participle"} and story.reading.speech_at(at) is None:
                voice = speaker_of(story, each, cue)
                if voice and voice.key != "Unspecified":
                    return [voice]
    return []


def _said_on(story: Story, scene: Scene, cue: Cue) -> Dated | None:
    """Give the date of the saying: before the speaker at the head of the sentence, or right behind the verb."""
    start, end = scene.sentence.start + cue.start, scene.sentence.start + cue.end
    forward = any(s >= cue.end and e - s > 2 for s, e in cue.scopes)
    for dated in story.dates(scene.sentence):
        gap = story.reading.text[end : dated.start]
        if (
            dated.start >= end
            and len(gap.split()) <= (1 if forward else 6)
            and not re.search(r"\b(?:that|que)\b", gap)
            and "." not in gap
        ):
            return dated
        before = story.reading.text[scene.sentence.start : dated.start]
        if (
            dated.end <= start
            and not before.strip(' “"')
            and forward
            and not any(s < cue.start for s, _ in cue.scopes if s == 0 and cue.start - s > 60)
        ):
            return dated
    return None


def _titled(scene: Scene, number: int) -> int:
    mention = scene.mention(number)
    start = mention.title[0] if mention.title else mention.start
    before = scene.masked[: _masked(scene, start)]
    owner = re.search(r"(?:⟨C\d+⟩[’']s\s+)?(?:\b(?:[Tt]he|[Ee]l|[Ll]a|[Ll]os|[Ll]as)\s+)?$", before)
    return scene.at(owner.start()) if owner and owner.group() else start


def _masked(scene: Scene, plain: int) -> int:
    return bisect_left(scene.places, plain)


def _distinct(voices: list[Voice]) -> list[Voice]:
    kept: list[Voice] = []
    for voice in voices:
        if voice.key not in {v.key for v in kept}:
            kept.append(voice)
    return kept

"""Who says it: the speakers over a claim, nested, with the words that name them and the day of the saying."""

import re
from dataclasses import dataclass

from kg.extract.cue import Cue
from kg.extract.scene import Scene
from kg.extract.segment import Quotation
from kg.extract.speakers import speaker_at
from kg.extract.story import Draft, Story
from kg.extract.when import Dated

__all__ = ["Attribution", "Voice", "attributed", "speaker_of", "voice_of"]

_SPEAKS = frozenset({"say", "allege", "report"})
_HEARSAY = frozenset({"alleged", "allegedly", "reportedly"})
#: A charge or an admission is somebody's act, not hearsay.
_FORMAL = re.compile(
    r"(?:charg|accused$|accused(?! of)|wanted|admit|identif|imput|vincul|ligad|link|tied|connect|so-called|pos(?:ed|ing)|mistaken|consider|describ|declarad|acusad|previst|confirmad|señalad[oa]s?$)",
    re.I,
)
_NO_VOICE = re.compile(r"accounts?|version|telling", re.I)
_PASSIVE = re.compile(
    r"\b(?:is|was|are|were|been|be|es|fue|son|fueron|sido|se)\s+(?:\w+ly\s+|\w+mente\s+|ha\s+)?$", re.I
)
_EXPECTS = re.compile(r"(?:expect|predict|anticipat|esper|prevé|prevén|previ)", re.I)


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker: their key (or "Unspecified"), the stretch of the words, when it was said."""

    key: str
    words: tuple[int, int]
    said_on: Dated | None = None
    cue: Cue | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that say who speaks: the name of the speaker or a description, and the stretches that are said.

    Places are code points of the raw text. `name` is None for a speaker who is described, `label` too where nobody is.
    """

    start: int
    end: int
    name: str | None
    label: str | None
    over: tuple[tuple[int, int], ...]


def attributed(story: Story) -> list[Attribution]:
    """Give who speaks in every clause of a text that somebody is said to say, whether or not a claim is read in it."""
    found = []
    raw = story.document.plain.raw
    for scene in story.scenes:
        first = scene.sentence.start
        for cue in story.reading.cues_of(scene.sentence):
            voice = _heard(story, scene, cue)
            if voice is None:
                continue
            mention = story.cast.names.get(voice.key)
            entity = story.cast.entities.get(voice.key)
            label = entity.label or voice.key.replace("-", " ") if entity else None
            over = tuple(raw(first + s, first + e) for s, e in cue.scopes if e > s)
            found.append(Attribution(*raw(*voice.words), mention.name if mention else None, label, over))
    return found


def _heard(story: Story, scene: Scene, cue: Cue) -> Voice | None:
    """Give the voice of a cue that is one by itself; a verb whose speaker was not found is left out."""
    if cue.name in _HEARSAY and not _says(story, scene, cue):
        if cue.kind == "tense" or _FORMAL.match(story.reading.text, scene.sentence.start + cue.start):
            return None
        return Voice("Unspecified", (scene.sentence.start + cue.start, scene.sentence.start + cue.end))
    voice = speaker_of(story, scene, cue) if _says(story, scene, cue) else None
    if voice is None or voice.key != "Unspecified":
        return voice
    words = story.reading.text[slice(*voice.words)]
    if _FORMAL.match(words) or _NO_VOICE.fullmatch(words):
        return None
    bare = cue.kind not in {"phrase", "mark"} and voice.words[1] - voice.words[0] <= cue.end - cue.start
    before = story.reading.text[scene.sentence.start : voice.words[0]]
    return None if bare and not _PASSIVE.search(before) else voice


def voice_of(story: Story, draft: Draft) -> list[Voice]:
    """Give the speakers over a draft, the nearest to the claim first; empty for the publisher's own voice."""
    scene = draft.scene
    if scene is None:
        return []
    at = draft.at - scene.sentence.start
    found = []
    for cue in story.reading.cues_of(scene.sentence):
        speaks = _says(story, scene, cue) and cue.covers(at) and not cue.start <= at < cue.end
        if speaks and (voice := speaker_of(story, scene, cue)):
            found.append((abs(cue.start - at), voice))
    voices = [voice for _, voice in sorted(found, key=lambda pair: pair[0])]
    speech = story.reading.speech_at(draft.at)
    if speech and not any(story.reading.speech_at(v.words[0]) is None for v in voices):
        voices += _speech(story, scene, speech)
    return _distinct(voices)


def speaker_of(story: Story, scene: Scene, cue: Cue) -> Voice | None:
    """Give who stands as the speaker of a verb of saying, or of "according to", with the words that say so."""
    speaker = speaker_at(story, scene, cue)
    if speaker is None:
        return None
    start, end = scene.sentence.start + cue.start, scene.sentence.start + cue.end
    if speaker.words:
        start, end = min(start, speaker.words[0]), max(end, speaker.words[1])
    return Voice(speaker.key, (start, end), _said_on(story, scene, cue), cue)


def _says(story: Story, scene: Scene, cue: Cue) -> bool:
    if cue.name == "alleged":
        return bool(re.match(r"\s+(?:by|por)\s", story.reading.text[scene.sentence.start + cue.end :][:12]))
    if cue.name == "expect":
        return bool(_EXPECTS.match(story.reading.text, scene.sentence.start + cue.start))
    return cue.name in _SPEAKS and cue.kind != "noun"


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


def _distinct(voices: list[Voice]) -> list[Voice]:
    kept: list[Voice] = []
    for voice in voices:
        if voice.key not in {v.key for v in kept}:
            kept.append(voice)
    return kept

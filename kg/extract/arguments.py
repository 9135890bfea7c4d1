"""Who may take part in what a trigger speaks of, and what a sentence shows of it: the features of the trained model.

The names of the features are the model's only memory: whoever changes one trains again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.hits import Hit, by_agent, hits, passive
from kg.extract.mentions import Mention
from kg.extract.scene import MARK, Scene
from kg.extract.story import Story
from kg.ontology import load_ontology

__all__ = ["Argument", "arguments", "features_of_argument", "features_of_hit", "votes_of", "wide_hits"]

_TOKEN = re.compile(r"⟨[A-Z]\d+⟩|[\w’'-]+|[^\w\s]")
_POSSESSIVE = re.compile(r"\b(his|her|their|its|whose|su|sus|cuyo|cuya|cuyos|cuyas)\s+(?:[\w’'-]+\s+){0,3}$", re.I)
_AUX = re.compile(
    r"\b(?:was|were|been|is|are|be|being|got|has|have|had|would|will|may|might|could|to|fue|fueron|ser|sido|es|son|está|están|ha|han|había|habían|será|serán|se|le)$"
)


@dataclass(frozen=True, slots=True)
class Argument:
    """One who may take part: a mention of the sentence by its number, or somebody the sentence before spoke of (number None)."""

    number: int | None
    mention: Mention
    key: str
    start: int
    end: int

    @property
    def implied(self) -> bool:
        """Whether the sentence itself does not name it."""
        return self.number is None


def wide_hits(scene: Scene) -> list[Hit]:
    """Give the triggers of a sentence, hints too, each word once for each thing it may speak of."""
    sure = list(hits(scene))
    found = list(sure)
    for hit in hits(scene, hint=True):
        twin = any(
            hit.start < other.end
            and other.start < hit.end
            and (other.trigger.evokes == hit.trigger.evokes or (_family(hit) == "stage" and _family(other) == "stage"))
            for other in found
        )
        if not twin:
            found.append(hit)
    kept: dict[tuple[int, str], Hit] = {}
    for hit in found:
        kept.setdefault((hit.start, hit.trigger.evokes), hit)
    return sorted(kept.values(), key=lambda hit: (hit.start, hit.trigger.name))


def arguments(story: Story, scene: Scene) -> list[Argument]:
    """Give who may take part in what a sentence tells: its mentions, and the one person the sentences before left in mind."""
    found = []
    for m in MARK.finditer(scene.masked):
        number = int(m[2])
        key = story.key(scene, number)
        if key:
            found.append(Argument(number, scene.mention(number), key, m.start(), m.end()))
    if topic := _topic(story, scene):
        mention, key = topic
        found.append(Argument(None, mention, key, 0, 0))
    return found


def _topic(story: Story, scene: Scene) -> tuple[Mention, str] | None:
    """Give the only person of the last sentence that names people, of the two before this one."""
    number = story.scenes.index(scene)
    for before in reversed(story.scenes[max(0, number - 2) : number]):
        people = {key: m for m in before.mentions if m.kind == "Person" and (key := story.cast.key(m))}
        if len(people) == 1:
            key, mention = next(iter(people.items()))
            return mention, key
        if people:
            return None
    return None


def _tokens(text: str) -> list[str]:
    return [f"<{t[1]}>" if t.startswith("⟨") else t.casefold() for t in _TOKEN.findall(text)]


def _bucket(number: int) -> str:
    return str(number) if number < 4 else "4-6" if number < 7 else "7-11" if number < 12 else "12+"


def _kind(hit: Hit) -> str:
    """Give what the trigger speaks of: the class, or the relation and its tie."""
    return hit.trigger.evokes


def _family(hit: Hit) -> str:
    """Give a coarse kind: event, stage, or the tie category of the relation."""
    ontology = load_ontology()
    relation = ontology.relations.get(hit.trigger.evokes)
    if relation is None:
        return "event"
    return "stage" if relation.stage else (relation.tie or "other")


def _form(scene: Scene, hit: Hit) -> str:
    return f"{hit.kind}-passive" if hit.kind in {"participle", "finite"} and passive(scene, hit) else hit.kind


def features_of_hit(scene: Scene, hit: Hit, kind: str) -> Iterator[str]:
    """Give what shows whether the words of a trigger are meant as `kind`: the relation or event they speak of."""
    form, word, family = _form(scene, hit), hit.word.casefold(), _family(hit)
    before, after = _tokens(scene.masked[: hit.start])[-6:], _tokens(scene.masked[hit.end :])[:6]
    letters = [m[1] for m in MARK.finditer(scene.masked)]
    base = [f"kind={kind}", f"form={form}", f"family={family}", f"hint={hit.trigger.hint}"]
    yield from base
    yield f"word={word}|{kind}"
    yield f"form={form}|{kind}"
    yield f"form={form}|{family}"
    yield f"form={form}|{hit.trigger.hint}|{family}"
    for side, near in (("b", list(reversed(before))), ("a", after)):
        for place, token in enumerate(near[:3]):
            yield f"{side}{place}={token}"
            yield f"{side}{place}={token}|{family}"
            if place == 0:
                yield f"{side}={token}|{kind}"
        for token in near:
            yield f"{side}*={token}|{family}"
        if not near:
            yield f"{side}=none|{form}"
        for token in near:
            if token.startswith("<"):
                yield f"{side}mark={token}|{family}|{form}"
                yield f"{side}mark={token}|{kind}"
                break
        else:
            yield f"{side}mark=none|{family}|{form}"
            yield f"{side}mark=none|{kind}"
    for letter in "PUOGCLN":
        count = letters.count(letter)
        if count:
            yield f"has={letter}|{family}"
            yield f"has={letter}|{kind}"
    yield f"marks={min(len(letters), 4)}|{family}"
    if _POSSESSIVE.search(scene.masked[: hit.start]):
        yield f"his|{family}"


def features_of_argument(scene: Scene, hit: Hit, argument: Argument, votes: dict[str, set[int]]) -> Iterator[str]:
    """Give what shows in which role somebody takes part. `votes` are the numbers the surface grammar found, by role."""
    form, family, kind, word = _form(scene, hit), _family(hit), _kind(hit), hit.word.casefold()
    ours = "X" if argument.implied else scene.letter(argument.number or 0)
    voted = [role for role, numbers in sorted(votes.items()) if argument.number in numbers and not argument.implied]
    taken = [role for role, numbers in sorted(votes.items()) if numbers]
    for role in voted or ["none"]:
        yield f"vote={role}"
        yield f"vote={role}|{family}|{form}"
        yield f"vote={role}|{kind}"
        yield f"vote={role}|{ours}"
        yield f"vote={role}|taken={'+'.join(taken)}"
    yield f"letter={ours}|{family}"
    yield f"letter={ours}|{kind}"
    yield f"type={argument.mention.kind}|{kind}"
    his = bool(_POSSESSIVE.search(scene.masked[: hit.start]))
    if argument.implied:
        first = _tokens(scene.masked[: hit.start])
        people = sum(token in {"<P>", "<N>"} for token in _tokens(scene.masked))
        yield f"implied|{family}|{form}|people={min(people, 2)}|his={his}"
        yield f"implied|{kind}|his={his}"
        yield f"implied|{form}|lead={first[0] if first else 'none'}"
        yield f"implied|{form}|n={_bucket(len(first))}"
        yield f"implied|taken={'+'.join(taken)}|{family}"
        for token in first[-2:]:
            yield f"implied|b={token}|{family}"
        return
    after = argument.start >= hit.end
    side = "after" if after else "before" if argument.end <= hit.start else "inside"
    gap = scene.masked[hit.end : argument.start] if after else scene.masked[argument.end : hit.start]
    between = _tokens(gap)
    shape = f"{side}|{ours}"
    lead = _tokens(scene.masked[: argument.start])[-2:]
    tail = _tokens(scene.masked[argument.end :])[:2]
    marks = [token for token in between if token.startswith("<")]
    for each in (family, kind, form, f"{family}|{form}"):
        yield f"{shape}|{each}"
        yield f"{shape}|gap={_bucket(len(between))}|{each}"
        yield f"{side}|marks={min(len(marks), 3)}|{each}"
        yield f"{shape}|lead={lead[-1] if lead else 'none'}|{each}"
    yield f"{shape}|lead2={'_'.join(lead)}"
    yield f"{shape}|tail={tail[0] if tail else 'none'}|{family}"
    yield f"{shape}|tail={tail[0] if tail else 'none'}|{form}"
    yield f"{side}|word={word}|{ours}"
    yield f"{side}|marks={'.'.join(marks[:3])}|{ours}|{family}|{form}"
    if len(between) <= 4:
        yield f"{side}|between={'_'.join(between)}|{family}"
        yield f"{side}|between={'_'.join(between)}|{form}"
    for token in set(between):
        if not token.startswith("<"):
            yield f"{side}|w={token}|{family}"
            yield f"{side}|w={token}"
    if between:
        yield f"{shape}|first={between[0]}|{form}"
        yield f"{shape}|last={between[-1]}|{form}"
        yield f"{shape}|first={between[0]}|{kind}"
    if his:
        yield f"his|{shape}|marks={min(len(marks), 2)}|{family}"
    same = [m for m in MARK.finditer(scene.masked) if m[1] == ours]
    near = min(same, key=lambda m: min(abs(m.start() - hit.end), abs(hit.start - m.end())))
    yield f"nearest={near.start() == argument.start}|{shape}|{family}"
    yield f"nearest={near.start() == argument.start}|{shape}|{form}"
    if _AUX.search(scene.masked[: hit.start].rstrip()):
        yield f"aux|{shape}|{form}"


def votes_of(scene: Scene, hit: Hit) -> dict[str, set[int]]:
    """Give whom the surface grammar takes for subject, object and agent of the words of a trigger."""
    noun = hit.kind == "noun"
    subject = scene.subject(hit.start, "PUOGCN", noun=noun)
    return {
        "subject": set() if subject is None else {subject},
        "object": set(scene.objects(hit.end, "PUOGCNL")),
        "by": set(by_agent(scene, hit.end)),
    }

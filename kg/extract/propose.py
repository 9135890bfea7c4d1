"""What the trained model adds to the rules: events, where rules see nothing certain.

A proposal is a draft like any other: who says it, how firmly and whether it is negated is decided in the one place for all.
"""

import re
from dataclasses import dataclass, field

from kg.extract.arguments import (
    Argument,
    arguments,
    features_of_argument,
    features_of_hit,
    votes_of,
    wide_hits,
)
from kg.extract.hits import Hit
from kg.extract.lexicon import mechanisms
from kg.extract.linear import load_models
from kg.extract.roles import relation_of
from kg.extract.scene import Scene
from kg.extract.stages import term_near
from kg.extract.story import Draft, Story
from kg.model import Modality
from kg.ontology import load_ontology

__all__ = ["propose"]

#: From which likelihood on somebody is believed to take part in a role. How likely a trigger must be meant is learned for
#: each kind of event and relation, so that 85 in a hundred are right in texts the model did not learn from.
ROLE = 0.6


@dataclass(slots=True)
class _Seen:
    """One trigger with what the model makes of it: the event it is taken for, how surely, and who takes which part."""

    hit: Hit
    kind: str
    sure: float
    roles: list[tuple[Argument, dict[str, float]]] = field(default_factory=list)

    def best(self, role: str) -> list[Argument]:
        """Give who may have a role, the likeliest first."""
        ranked = sorted(self.roles, key=lambda each: -each[1].get(role, 0.0))
        return [argument for argument, shares in ranked if shares.get(role, 0.0) > ROLE]


def propose(story: Story, scene: Scene) -> None:
    """Draft what the model finds in a sentence and the rules did not."""
    models = load_models()
    if "hits" not in models:
        return
    if any(
        cue.modality is not Modality.STATED or cue.denies or cue.negates or cue.implies
        for cue in story.reading.cues_of(scene.sentence)
    ):
        return  # where anything is denied or in doubt the model keeps silent: what is not said there it cannot weigh
    parties = arguments(story, scene)
    for hit in wide_hits(scene):
        for kind in (hit.trigger.evokes, hit.trigger.also):
            if kind is None or kind not in load_ontology().classes:
                continue
            sure = models["hits"].probabilities(features_of_hit(scene, hit, kind)).get("yes", 0.0)
            if sure < models["floors"].floor(kind):
                continue
            votes = votes_of(scene, hit)
            seen = _Seen(hit, kind, sure)
            for argument in parties:
                if argument.implied or not argument.start <= hit.start < argument.end:
                    shares = models["roles"].probabilities(features_of_argument(scene, hit, argument, votes))
                    seen.roles.append((argument, shares))
            _event(story, scene, seen)


def _event(story: Story, scene: Scene, seen: _Seen) -> None:
    """Draft an event with its roles, or add roles to the one the rules drafted for the same words."""
    says, parties = _roles(story, scene, seen)
    if not set(says) - {"place"}:
        return
    hit, kind, note = seen.hit, seen.kind, f"proposed by the trained model, {seen.sure:.2f} sure"
    at = scene.at(hit.start)
    patient = next((says[r][0] for r in ("target", "transferee", "victim", "actor") if r in says), "")
    spans = [(at, at + len(hit.word)), *((a.mention.start, a.mention.end) for a in parties if not a.implied)]
    if before := _drafted(story, scene, kind, at, story.events.get((kind, patient))):
        _add(story, scene, before, (says, spans, note))
        return
    if kind == "Sentencing" and (term := term_near(scene, hit)):
        says["term"] = [story.document.quote(*term)]
        spans.append(term)
    span = (min(s for s, _ in spans), max(e for _, e in spans))
    event = story.events.get((kind, patient))
    if event is None:
        named = story.cast.names.get(patient)
        label = load_ontology().classes[kind].label().lower() + (f" of {named.name}" if named else "")
        event = story.cast.add(f"{kind}-{patient}" if patient else kind, kind, label)
        if patient:
            story.events[kind, patient] = event
    story.add(Draft(event, says, span, at, event=True, scene=scene, note=note, going_on=_going_on(scene, hit)))
    if kind == "CustodyTransfer" and (means := mechanisms(scene.language).get(hit.word.casefold())):
        words = story.reading.text[at : at + len(hit.word)]
        says = {"mechanism": [means]}
        story.add(Draft(event, says, span, at, scene=scene, dated=False, mention=words, note=note))


def _roles(story: Story, scene: Scene, seen: _Seen) -> tuple[dict[str, list[str]], list[Argument]]:
    """Give what the event says of its roles, and who stands in them."""
    ontology = load_ontology()
    says: dict[str, list[str]] = {}
    parties: list[Argument] = []
    for role in ("patient", "agent", "to", "from", "place"):
        relation = relation_of(seen.hit, role, seen.kind)
        for argument in _chosen(scene, seen, role) if relation else ():
            key = _fitting(story, argument, ontology.relations[relation or ""].range)
            if relation and key and not any(key in keys for keys in says.values()):
                says.setdefault(relation, []).append(key)
                parties.append(argument)
    return says, parties


def _drafted(story: Story, scene: Scene, kind: str, at: int, event: str | None) -> Draft | None:
    """Give the draft of the same event in this sentence: of the same words, or of the same kind and patient."""
    ontology = load_ontology()
    for draft in story.drafts:
        same = draft.event and draft.scene is scene and ontology.is_a(story.cast.entities[draft.about].type, kind)
        if same and (abs(draft.at - at) < 2 or draft.about == event):
            return draft
    return None


def _add(
    story: Story, scene: Scene, before: Draft, more: tuple[dict[str, list[str]], list[tuple[int, int]], str]
) -> None:
    """Add roles to a draft that has none of them, filled by nobody who is in it."""
    says, spans, note = more
    said = {relation for d in story.drafts if d.about == before.about and d.scene is scene for relation in d.says}
    taken = {key for keys in before.says.values() for key in keys}
    new = {relation: keys for relation, keys in says.items() if relation not in said and not taken & set(keys)}
    if new:
        before.says |= new
        before.span = (min(before.span[0], *(s for s, _ in spans)), max(before.span[1], *(e for _, e in spans)))
        before.note = before.note or f"{', '.join(sorted(new))}: {note}"


def _chosen(scene: Scene, seen: _Seen, role: str) -> list[Argument]:
    """Give who has a role: the likeliest, and those listed beside it; somebody implied only where nobody is named."""
    found = [a for a in seen.best(role) if not a.implied or role in {"patient", "agent"}]
    if not found:
        return []
    listed = [found[0]]
    for other in sorted((a for a in found[1:] if not a.implied), key=lambda a: a.start):
        for one in listed:
            gap = scene.masked[min(one.end, other.end) : max(one.start, other.start)]
            if (
                not found[0].implied
                and re.fullmatch(
                    r"(?:\s*(?:,|and|y|e|&|as well as|así como|a|la|el|the|his|her|su|⟨\w\d+⟩|[a-záéíóúñ]+,?)){1,5}\s*",
                    gap,
                )
                and re.search(r",|\band\b|\by\b|\be\b", gap)
            ):
                listed.append(other)
                break
    return listed


def _fitting(story: Story, argument: Argument, wanted: str | None) -> str | None:
    """Give the key of somebody where its class may stand at an end; a country that acts is its government."""
    ontology = load_ontology()
    kind = story.cast.entities[argument.key].type
    if wanted and ontology.is_a(kind, wanted):
        return argument.key
    if argument.mention.kind == "Country" and wanted and ontology.is_a("Government", wanted):
        return story.cast.government(argument.mention.country or argument.mention.name)
    return None


def _going_on(scene: Scene, hit: Hit) -> bool:
    """Tell whether the words speak of what is to come: an infinitive, a gerund, a future."""
    before = scene.masked[: hit.start]
    if hit.kind in {"future", "conditional"} or (
        hit.kind == "gerund" and re.search(r"\b(?:is|are|was|were|está|están|estaba)\s+(?:\w+ly\s+)?$", before)
    ):
        return True
    return hit.kind == "base" and bool(
        re.search(
            r"\b(?:to|will|would|may|might|could|can|should|must|va a|van a|podría|podrían|de|para|por|a)\s+$", before
        )
    )

"""Events and relations: the triggers of the lexicon, realised by the surface grammar of `scene`."""

import re

from kg.extract.hits import Hit, by_agent, clause_end, hits, passive
from kg.extract.lexicon import mechanisms
from kg.extract.relations import read_phrase, read_relation_noun, read_relation_verb
from kg.extract.scene import Scene
from kg.extract.stages import read_stage
from kg.extract.story import Draft, Story
from kg.ontology import load_ontology

__all__ = ["read_frames"]

_REDUCED = {
    "en": re.compile(
        r"\s+(?:in|on|by|at|last|this|during|after|from|to|earlier|when|near|over|alongside|along|together|outside|yesterday)\b"
    ),
    "es": re.compile(r"\s+(?:en|el|por|a|al|desde|durante|hace|ayer|este|esta|la|junto|tras|cuando|con|hoy)\b"),
}
_TO = {
    "en": re.compile(r"\b(?:to|into)\s+(?:the\s+)?(?:custody (?:in|of)\s+(?:the\s+)?)?⟨([CL])(\d+)⟩"),
    "es": re.compile(r"\b(?:a|hacia|ante)\s+(?:los\s+|la\s+|las\s+|el\s+)?⟨([CL])(\d+)⟩"),
}
_FROM = {
    "en": re.compile(r"\bfrom\s+(?:the\s+)?⟨([CL])(\d+)⟩"),
    "es": re.compile(r"\b(?:desde|de)\s+(?:los\s+|la\s+)?⟨([CL])(\d+)⟩"),
}
_IN = {
    "en": re.compile(r"\b(?:in|at|near|outside)\s+(?:[\w’-]+\s+){0,4}?(?:of\s+)?(?:the\s+)?⟨([CL])(\d+)⟩"),
    "es": re.compile(r"\b(?:en|cerca de|frente a)\s+(?:[\w’-]+\s+){0,5}?(?:el\s+|la\s+|los\s+)?⟨([CL])(\d+)⟩"),
}
#: What stands before a noun that tells of something that took place; elsewhere an arrest may be asked for, or feared.
_FACTUAL = {
    "en": re.compile(
        r"\b(?:after|following|since|confirmed|announced|reported)\s+(?:the|his|her|their|⟨P\d+⟩[’']s)\s+(?:[\w-]+\s+)?$"
    ),
    "es": re.compile(
        r"\b(?:tras|luego de|después de|desde|confirmó|anunció|informó de|informó|reportó)\s+(?:la|el|su)\s+(?:\w+\s+)?$"
    ),
}
_UNSURE = re.compile(
    r"\b(?:warrants?|information|reward|request|bid|order|calls?|demand|plan|attempt\w*|plot|conspir\w+|fear\w*|charge\w*|accus\w+|wanted|suspect\w*|orden(?:es)?|recompensa|solicitud|petición|intento|planear|cargos|acusad\w+|señalad\w+|buscad\w+|presunt\w+|investig\w+|imputad\w+)\b",
    re.I,
)
_DEATH = frozenset({"muerte"})
_PARTY = "PUOGCN"
_TAKES = {"transferee": "PUN", "target": "PUOGN", "victim": "PUN", "actor": "PUOGC"}
_GOING_ON = re.compile(r"\b(?:is|are|was|were|está|están|estaba|estaban|been)\s+(?:\w+ly\s+)?$")
#: "is extradited", in the present: of what is to come, or of a rule.
_NOW = re.compile(r"\b(?:is|are|be|es|son|sea|sean)\s+(?:\w+ly\s+|\w+mente\s+)?$")
#: Spanish leaves the subject out: "detuvieron a A".
_AGENTLESS = {"en": re.compile(r"(?!)"), "es": re.compile(r"(?:aron|ieron|an|en)$")}
_NOUN_EVENTS = frozenset({"CustodyTransfer", "Arrest", "Killing"})


def read_frames(story: Story, scene: Scene) -> None:
    """Draft the events and relations of one sentence."""
    ontology = load_ontology()
    ends: list[tuple[int, int]] = []
    for hit in hits(scene):
        if any(start <= hit.start < end for start, end in ends):
            continue  # inside the wording of an offence
        event = hit.trigger.evokes in ontology.classes
        relation = ontology.relations.get(hit.trigger.evokes)
        if relation is not None and relation.stage:
            if read := read_stage(story, scene, hit):
                ends.append(read)
        elif event and hit.kind == "noun":
            if hit.trigger.evokes in _NOUN_EVENTS:
                _noun_event(story, scene, hit)
        elif event:
            _verb_event(story, scene, hit)
        elif hit.kind == "noun":
            read_relation_noun(story, scene, hit)
        elif hit.kind == "phrase":
            read_phrase(story, scene, hit)
        else:
            read_relation_verb(story, scene, hit)


def _verb_event(story: Story, scene: Scene, hit: Hit) -> None:
    roles = hit.trigger.roles
    agents, patients = [], []
    taken = "PUN" if hit.trigger.evokes == "Arrest" else _TAKES.get(roles.get("patient", ""), _PARTY)
    if hit.kind == "phrase":
        agents = _one(scene.subject(hit.start, _PARTY))
        patients = scene.objects(hit.end, taken)
    elif passive(scene, hit):
        patients = _one(scene.subject(hit.start, taken)) or _postposed(scene, hit, taken)
        agents = by_agent(scene, hit.end)
    elif (
        hit.kind == "participle"
        and _REDUCED[scene.language].match(scene.masked, hit.end)
        and not scene.objects(hit.end, taken)
    ):
        patients = _one(_adjacent(scene, hit.start, taken))
        agents = by_agent(scene, hit.end)
    elif hit.kind in {"finite", "participle", "gerund", "base", "future", "conditional"}:
        trailing = hit.kind == "gerund" and hit.trigger.evokes == "Killing" and scene.masked[: hit.start].endswith(", ")
        if hit.kind == "gerund" and not trailing and not _GOING_ON.search(scene.masked[: hit.start]):
            return  # "for killing": said to be done elsewhere, or never
        patients = scene.objects(hit.end, taken)
        agents = [] if trailing else _one(scene.subject(hit.start, "PUOGCN"))
        if (
            not agents
            and not trailing
            and hit.kind in {"finite", "participle"}
            and not _AGENTLESS[scene.language].search(hit.word)
        ):
            return  # a noun that looks like a verb, or a subject this grammar does not see
    if not patients and not (
        hit.trigger.evokes
        in {"DrugTrafficking", "MilitaryAction", "TariffMeasure", "TariffThreat", "TariffAnnouncement", "TariffPause"}
        and agents
    ):
        return
    if set(agents) & set(patients):
        return
    going_on = (
        (hit.kind == "gerund" and not scene.masked[: hit.start].endswith(", "))
        or (passive(scene, hit) and _NOW.search(scene.masked[: hit.start]))
        or hit.kind == "future"
        or (scene.language == "en" and hit.kind == "finite" and hit.word.split()[0].endswith("s"))
    )
    _emit(story, scene, hit, agents, patients, going_on=bool(going_on))


def _noun_event(story: Story, scene: Scene, hit: Hit) -> None:
    """Read "the arrest of A by B", "A’s arrest", "la detención de A"; only what names its patient."""
    after = re.match(
        r"\s+(?:of|de|del|a|al|contra)\s+(?:the\s+|la\s+|los\s+|el\s+|las\s+)?(?:[\w’'-]+\s+){0,3}?⟨([PU])(\d+)⟩",
        scene.masked[hit.end :],
    )
    before = re.search(r"⟨(P)(\d+)⟩[’']s?\s+(?:[\w-]+\s+){0,2}$", scene.masked[: hit.start])
    found = after or before
    if (
        not found
        or not _FACTUAL[scene.language].search(scene.masked[: hit.start])
        or (hit.word.casefold() in _DEATH and not re.search(r"\bpor\b", scene.masked))
    ):
        return
    if _UNSURE.search(scene.masked[max(0, hit.start - 60) : hit.start]):
        return
    patient = int(found[2])
    _emit(story, scene, hit, by_agent(scene, hit.end + (after.end() if after else 0)), [patient], noun=True)


def _emit(
    story: Story,
    scene: Scene,
    hit: Hit,
    agents: list[int],
    patients: list[int],
    *,
    noun: bool = False,
    going_on: bool = False,
) -> None:
    roles, kind = hit.trigger.roles, hit.trigger.evokes
    ontology = load_ontology()
    says: dict[str, list[str]] = {}
    numbers = [*agents, *patients]
    for role, found in (("agent", agents), ("patient", patients)):
        keys = [key for number in found if (key := story.key(scene, number, acts=True))]
        if role == "patient" and found and not keys:
            return
        if keys and role in roles and ontology.is_a(kind, ontology.relations[roles[role]].domain):
            says[roles[role]] = list(dict.fromkeys(keys))
    patient = says.get(roles.get("patient", ""), [""])[0]
    tail_end = clause_end(scene, hit.end)
    tail = scene.masked[hit.end : tail_end]
    last = hit.end
    for role, pattern in (("to", _TO), ("from", _FROM)):
        place = roles.get(role)
        if place and (m := pattern[scene.language].search(tail)) and int(m[2]) not in numbers:
            says[place] = [key] if (key := story.cast.key(scene.mention(m[2]))) else []
            numbers.append(int(m[2]))
            last = max(last, hit.end + m.end())
    if kind == "CustodyTransfer":
        for number in agents:
            if scene.letter(number) == "C" and "origin" not in says:
                says["origin"] = [story.cast.country(scene.mention(number).country or "")]
        if "destination" not in says and "origin" not in says and hit.trigger.name == "transfer":
            return
    elif (
        (m := _IN[scene.language].search(tail))
        and int(m[2]) not in numbers
        and "place" not in says
        and "to" not in roles
    ) and (key := story.cast.key(scene.mention(m[2]))):
        says["place"] = [key]
        last = max(last, hit.end + m.end())
    says = {role: keys for role, keys in says.items() if keys}
    if not says:
        return
    spans = [(scene.at(hit.start), scene.at(last))] + [
        (scene.mention(n).start, scene.mention(n).end) for n in (*agents, *patients)
    ]
    event = story.events.get((kind, patient)) if patient else None
    if event and noun:
        return
    if not event:
        label = f"{(ontology.classes[kind].label()).lower()}{' of ' + _called(story, patient) if patient else ''}"
        event = story.cast.add(f"{kind}-{patient}" if patient else kind, kind, label)
        if patient:
            story.events[kind, patient] = event
    span = (min(s for s, _ in spans), max(e for _, e in spans))
    story.add(Draft(event, says, span, scene.at(hit.start), event=True, scene=scene, going_on=going_on))
    word = hit.word.casefold()
    if kind == "CustodyTransfer" and (means := mechanisms(scene.language).get(word)):
        text = story.reading.text[scene.at(hit.start) : scene.at(hit.start) + len(hit.word)]
        story.add(
            Draft(event, {"mechanism": [means]}, span, scene.at(hit.start), scene=scene, dated=False, mention=text)
        )


def _called(story: Story, key: str) -> str:
    mention = story.cast.names.get(key)
    return mention.name if mention else (story.cast.entities[key].label or key)


def _one(number: int | None) -> list[int]:
    return [] if number is None else [number]


def _adjacent(scene: Scene, at: int, wanted: str) -> int | None:
    """Give the party right before a reduced clause: "26 inmates transferred to", "A, detenido en"."""
    left = scene.masked[:at].rstrip()
    found = re.search(r"⟨([A-Z])(\d+)⟩\s*,?$", left)
    if not found or found[1] not in wanted:
        return scene.subject(at, wanted) if left.endswith((",", "⟩")) else None
    return scene.chain.get(found.end(), int(found[2])) if found.end() in scene.chain else int(found[2])


def _postposed(scene: Scene, hit: Hit, wanted: str) -> list[int]:
    """Give the subject after the verb: "Fue detenido en Lima Juan Paz"."""
    if scene.language != "es":
        return []
    found = re.match(
        r"(?:\s+(?:ayer|hoy|anoche|este \w+|el \w+|en|por)(?:\s+(?:[\w’-]+|⟨[LG]\d+⟩)){0,4}?,?)?\s+(?:el |la |los |un |una )?(?:[a-záéíóú]+\s+){0,2}⟨([PUN])(\d+)⟩",
        scene.masked[hit.end :],
    )
    return [int(found[2])] if found and found[1] in wanted else []

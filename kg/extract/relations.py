"""Relations between parties: kinship, membership, command, alliance, by nouns, verbs and set phrases."""

import re

from kg.extract.hits import Hit, by_agent, passive
from kg.extract.scene import Scene
from kg.extract.story import Draft, Story
from kg.ontology import load_ontology

__all__ = ["read_phrase", "read_relation_noun", "read_relation_verb"]

_OF = re.compile(
    r"(?:\s+(?!de\b|del\b|en\b|con\b|que\b|y\b)[a-záéíóúñ]+){0,2}?\s+(?:of|for|in|with|from|within|de|del|de la|de los|de las|dentro del|dentro de|en el|en|con el|con|al servicio del)\s+(?:the\s+|la\s+|los\s+|el\s+|its\s+|organización\s+|grupo\s+criminal\s+|grupo\s+)?(?:(?!of\b|de\b|del\b|que\b|who\b|en\b|in\b|and\b|y\b|a\b|an\b|un\b|una\b)[a-záéíóúñ-]+\s+){0,3}?⟨([A-Z])(\d+)⟩"
)
#: "the brother-in-law of the group’s leader, A": the name stands in apposition to the words.
_OF_APPOSED = re.compile(r"\s+(?:of|de|del)\s+(?:[a-záéíóúñ’'-]+\s+){1,5}?[a-záéíóúñ’'-]+,\s*⟨(P)(\d+)⟩")
_POSSESSOR = re.compile(r"⟨([A-Z])(\d+)⟩(?:[’']s?)?\s+(?:[a-z’'-]+\s+){0,3}$")
_UNRESOLVED = re.compile(
    r"\b((?:the|el|la|su|its) (?:group|gang|cartel|organi[sz]ation|syndicate|faction|grupo|cártel|cartel|banda|organización|célula))(?:[’']s)?\s+(?:[a-z’-]+\s+){0,2}$",
    re.I,
)
_OF_UNRESOLVED = re.compile(
    r"\s+(?:of|for|in|de|del|para)\s+((?:the|el|la|su|l) ?(?:group|gang|cartel|organi[sz]ation|syndicate|faction|grupo|cártel|cartel|banda|organización))\b",
    re.I,
)
_FORMER = re.compile(r"\b(?:former|ex-?|one-time|onetime|antigu[oa])\s*(?:[a-z’-]+\s+){0,2}$|ex$", re.I)


def _fits(relation: str, end: str, kind: str) -> bool:
    ontology = load_ontology()
    term = ontology.relations[relation]
    return ontology.is_a(kind, term.domain if end == "domain" else term.range)


def read_relation_noun(story: Story, scene: Scene, hit: Hit) -> None:
    """Read "A, leader of B", "the leader of B, A", "B leader A", "A’s brother, B"; who B is when it is "the group", a person says."""
    masked = scene.masked
    of = _OF.match(masked, hit.end)
    if of is None and load_ontology().is_a(load_ontology().relations[hit.trigger.evokes].range or "", "Person"):
        of = _OF_APPOSED.match(masked, hit.end)
    if of:
        number, chain_end = int(of[2]), of.end()
        host = scene.subject(hit.start, "PUON", noun=True)
        if host is None or host == number:
            after = re.match(
                r"\s*(?:,\s*)?(?:identified as |named |known as |identificad[oa] como |llamad[oa] )?⟨(P)(\d+)⟩",
                masked[of.end() :],
            )
            host = int(after[2]) if after else None
        if host is not None:
            scene.chain[chain_end] = host
            _relate(story, scene, hit, host, number)
        return
    if unresolved := _OF_UNRESOLVED.match(masked, hit.end):
        host = scene.subject(hit.start, "PUN", noun=True)
        if host is not None:
            _unresolved(story, scene, hit, host, unresolved[1], hit.end + unresolved.end() - unresolved.start(1))
        return
    after = re.match(r"\s*,?\s*(?:named |called |llamad[oa] )?⟨(P)(\d+)⟩", masked[hit.end :])
    owner = _POSSESSOR.search(masked[: hit.start])
    if owner and after:
        _relate(story, scene, hit, int(after[2]), int(owner[2]))
        scene.chain[hit.end + after.end()] = int(after[2])
    elif after and (group := _UNRESOLVED.search(masked[: hit.start])):
        _unresolved(story, scene, hit, int(after[2]), group[1], 0)
    elif owner and owner.group().rstrip().startswith("⟨") and re.search(r"[’']s?\s", owner.group()):
        host = scene.subject(owner.start(), "PN")
        if host is not None and host != int(owner[2]):
            _relate(story, scene, hit, host, int(owner[2]))
            scene.chain[owner.end()] = host
    elif after and (his := re.search(r"\b(?:his|her|su)\s+(?:[a-z]+\s+){0,2}$", masked[: hit.start])):
        mention = scene.mention(after[2])
        people = {
            story.cast.key(m) for m in scene.mentions if m.kind == "Person" and m.end <= scene.at(his.start())
        } - {None}
        key = next(iter(people)) if len(people) == 1 else None
        if not people:
            key = story.antecedent(scene, mention)
        if key and mention.kind == "Person":
            _relate(story, scene, hit, int(after[2]), None, other=key)


def read_relation_verb(story: Story, scene: Scene, hit: Hit) -> None:
    """Read "A leads B", "B is led by A", "A joined B"."""
    relation = hit.trigger.evokes
    if relation == "worksFor" and hit.kind == "gerund":
        return
    if passive(scene, hit) or (hit.kind == "participle" and re.match(r"\s+(?:by|por)\b", scene.masked[hit.end :])):
        patient, agents = scene.subject(hit.start, "OGPC"), by_agent(scene, hit.end)
        if patient is not None and agents:
            _relate(story, scene, hit, agents[0], patient)
        return
    agent = scene.subject(hit.start, "PUOGCN")
    direct = re.match(
        r"(?:\s+(?:a|al|la|los|las|el|the|against|contra|its|rival|powerful|feared|local|organización|grupo)){0,3}\s*⟨([A-Z])(\d+)⟩(?![’'])",
        scene.masked[hit.end :],
    )
    if agent is not None and direct and int(direct[2]) != agent:
        _relate(story, scene, hit, agent, int(direct[2]))


def read_phrase(story: Story, scene: Scene, hit: Hit) -> None:
    """Read "A, allied with B", "A, vinculado a B"."""
    found = re.match(r"(?:\s+(?:the|los|las|el|la|al)){0,2}\s*⟨([A-Z])(\d+)⟩", scene.masked[hit.end :])
    host = scene.subject(hit.start, "PUOGN")
    if found and host is not None and host != int(found[2]):
        _relate(story, scene, hit, host, int(found[2]))
        scene.chain[hit.end + found.end()] = host


def _relate(
    story: Story, scene: Scene, hit: Hit, subject: int, target: int | None, *, other: str | None = None
) -> None:
    keys = (
        story.key(scene, subject, acts=True),
        other or (story.key(scene, target, acts=True) if target is not None else None),
    )
    numbers = [n for n in (subject, target) if n is not None]
    if hit.trigger.swap:
        keys = keys[1], keys[0]
    if keys[0] is None or keys[1] is None or keys[0] == keys[1]:
        return
    relation = hit.trigger.evokes
    kinds = [story.cast.entities[key].type for key in keys if key]
    if relation == "factionOf" and kinds[0] == "CriminalOrganisation" and kinds[1] == "CriminalOrganisation":
        story.cast.entities[keys[0]] = story.cast.entities[keys[0]].model_copy(update={"type": "Faction"})
        kinds[0] = "Faction"
    if relation == "rivalOf" and not all(
        kind in {"CriminalOrganisation", "Faction", "Organisation", "UnnamedGroup"} for kind in kinds
    ):
        return  # a state that fights a cartel is no rival of it
    if relation == "leads" and not _fits(relation, "range", kinds[1]):
        return
    if not (_fits(relation, "domain", kinds[0]) and _fits(relation, "range", kinds[1])):
        return
    mentions = [scene.mention(n) for n in numbers]
    spans = [(m.start, m.end) for m in mentions] + [(scene.at(hit.start), scene.at(hit.start) + len(hit.word))]
    span = (min(s for s, _ in spans), max(e for _, e in spans))
    former = _FORMER.search(scene.masked[max(0, hit.start - 30) : hit.start + 2])
    pronoun = next((m.name for m in mentions if m.kind == "Pronoun"), None)
    story.add(
        Draft(
            keys[0],
            {relation: [keys[1]]},
            span,
            scene.at(hit.start),
            scene=scene,
            dated=hit.kind not in {"noun"},
            mention=pronoun,
            note="The text speaks of the past: former." if former else None,
        )
    )


def _unresolved(story: Story, scene: Scene, hit: Hit, host: int, words: str, reach: int) -> None:
    """Draft a relation to "the group": a party of its own, with suggestions, never the nearest name."""
    relation, key = hit.trigger.evokes, story.key(scene, host)
    ontology = load_ontology()
    if key is None or not ontology.is_a("CriminalOrganisation", ontology.relations[relation].range):
        return
    group = story.cast.add(f"unresolved-{words}", "CriminalOrganisation", f"“{words}”, not resolved")
    number = story.scenes.index(scene)
    names = dict.fromkeys(
        m.name
        for each in reversed(story.scenes[: number + 1])
        for m in reversed(each.mentions)
        if m.kind in {"CriminalOrganisation", "Faction"}
    )
    mention = scene.mention(host)
    at = story.reading.text.rfind(words, scene.sentence.start, scene.at(hit.start)) if reach == 0 else scene.at(hit.end)
    spans = [
        (mention.start, mention.end),
        (scene.at(hit.start), scene.at(hit.end + reach)),
        (max(at, scene.sentence.start), max(at, scene.sentence.start) + 1),
    ]
    story.add(
        Draft(
            key,
            {relation: [group]},
            (min(s for s, _ in spans), max(e for _, e in spans)),
            scene.at(hit.start),
            scene=scene,
            dated=False,
            mention=words,
            background="nobody yet",
            note=f"Which one “{words}” is, the text does not say here. Named before: {', '.join(names) or 'none'}.",
        )
    )

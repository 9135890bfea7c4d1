"""Names, posts and groups: what a text says of a party in passing, by naming or counting it."""

import re

from kg.extract.mentions import Mention
from kg.extract.scene import MARK, Scene
from kg.extract.story import Draft, Story
from kg.names import fold

__all__ = ["read_groups", "read_names", "read_posts"]

_AMONG = re.compile(
    r"\b(?:[Aa]mong (?:them|those \w+|the \w+)(?: (?:was|were|are|is))?|including|[Ii]ncluded|[Tt]hey (?:\w+ly )?include|[Ee]ntre (?:ellos|ellas|los \w+|quienes)(?: (?:figura|figuran|está|están|destaca|destacan|se encuentra|se encuentran))?|incluid[oa]s?|se trata de|identificados como|were named as|were identified as|named as)\b[\s,:]*(?:el |la |the )?",
    re.I,
)
_ITEM = re.compile(r"(?:the |el |la |a |un )?(?:[\w’-]+ ){0,2}?⟨P(\d+)⟩")
_NO_POST = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "sir",
        "lord",
        "lady",
        "don",
        "dona",
        "senor",
        "senora",
        "sr",
        "sra",
        "dr",
        "dra",
        "lic",
        "licenciado",
        "licenciada",
        "father",
        "padre",
        "agent",
        "agente",
        "officer",
        "detective",
        "judge",
        "justice",
        "juez",
        "jueza",
        "captain",
        "capitan",
        "colonel",
        "coronel",
        "chief",
        "uncle",
        "tio",
        "reverend",
    ]
)


def read_names(story: Story) -> None:
    """Draft the names of all parties that the text names, with nicknames, aliases and abbreviations."""
    used = {value for draft in story.drafts for values in draft.says.values() for value in values}
    for key, mention in sorted(story.cast.names.items()):
        if mention.kind == "Place" and key not in used:
            continue
        says: dict[str, list[str]] = {"name": [" ".join(mention.name.split())]}
        end = mention.last
        for extra in mention.extras:
            says.setdefault(extra.relation, []).append(story.document.quote(extra.start, extra.end))
            end = max(end, mention.end)
        start = mention.first
        story.add(Draft(key, says, (start, end), start, dated=False))
        if mention.kind == "Embassy":
            _embassy(story, key, mention)
    for scene in story.scenes:
        for m in re.finditer(r"⟨C(\d+)⟩[’']s\s+(?:[a-z]+\s+){0,2}⟨G(\d+)⟩", scene.masked):
            owner, body = scene.mention(m[1]), scene.mention(m[2])
            part = story.cast.key(body)
            if part and owner.country and body.kind != "Government":
                says = {"partOf": [story.cast.government(owner.country)]}
                story.add(Draft(part, says, (owner.start, body.end), body.start, scene=scene, dated=False))


def _embassy(story: Story, key: str, mention: Mention) -> None:
    """Draft for whom an embassy speaks and where it is: "US embassy in Mexico"."""
    found = re.match(
        r"(\S+(?: \S+)?) (?:[Ee]mbassy|[Cc]onsulate)(?: in (.+))?|[Ee]mbajada de(?: los)? (.+?)(?: en (.+))?$",
        mention.name,
    )
    words = [" ".join((w or "").split()) for w in found.groups()] if found else []
    sender = next(
        (c for w in words if (c := story.known.adjectives.get(fold(w)) or story.known.countries.get(fold(w)))), None
    )
    host = next((c for w in reversed(words) if (c := story.known.countries.get(fold(w))) and c != sender), None)
    span = (mention.first, mention.last)
    if sender:
        story.add(Draft(key, {"represents": [story.cast.government(sender)]}, span, span[0], dated=False))
    if host:
        story.add(Draft(key, {"locatedIn": [story.cast.country(host)]}, span, span[0], dated=False))


def read_posts(story: Story, scene: Scene) -> None:
    """Draft offices: "President A", "the governor of B, A", "A, gobernador de B"."""
    offices = "|".join(re.escape(o) for o in story.known.offices[scene.language])
    of = r"(?:\s+(?:of|for|de|del|de la|de los)\s+(?:the\s+|la\s+|los\s+)?(?:[A-ZÁÉÍÓÚÑ]?[\w’-]+\s+){0,3}?⟨([LCGO])(\d+)⟩)?"
    adjectives = r"(?:\s+(?:general|municipal|estatal|federal|nacional|adjunto|interino|interina|electo|electa))?"
    for number, mention in enumerate(scene.mentions):
        if mention.kind != "Person":
            continue
        key = story.cast.key(mention)
        if key is None:
            continue
        mark = re.escape(f"⟨P{number}⟩")
        if mention.title:
            _titled(story, scene, number, key)
            continue
        before = re.search(
            rf"\b(?:el |la |the |ex|former |acting )?((?i:{offices}){adjectives}{of}),?\s+{mark}", scene.masked
        )
        after = re.search(
            rf"{mark},?\s+(?:who (?:is|was) |quien (?:es|fue) )?(?:the |el |la |a |an |un |una |former |exm?|current |actual |then-?)*\b((?i:{offices}){adjectives}{of})(?=[\s,.;)]|$)",
            scene.masked,
        )
        found = before or after
        if not found or (found is after and not found[2]):
            continue
        words = found[1]
        if words.casefold().split()[0] in {
            "head",
            "chief",
            "commander",
            "comandante",
            "abogado",
            "abogada",
            "lawyer",
            "jefe",
        } and found[2] in {None, "O", "L", "C"}:
            continue
        start, end = scene.at(found.start(1)), scene.at(found.end(1))
        if found[3]:
            end = scene.mention(found[3]).end
        label = " ".join(story.reading.text[start:end].split())
        span = (min(start, mention.start), max(end, mention.end))
        body = int(found[3]) if found[3] and found[2] in "GOC" else None
        _post(story, scene, (key, label), span, body)


def _titled(story: Story, scene: Scene, number: int, key: str) -> None:
    mention = scene.mention(number)
    start, end = mention.title or (0, 0)
    label = story.reading.text[start:end].strip()
    words = label.casefold().rstrip(".").split()
    if not words or fold(words[-1]) in _NO_POST:
        return
    _post(story, scene, (key, label), (start, mention.last), None)
    first = label.split()[0].casefold().replace("’s", "")
    if country := story.known.adjectives.get(first):
        posts = [d for d in story.drafts if d.about == key and "holdsPosition" in d.says]
        if posts:
            story.add(
                Draft(
                    posts[-1].says["holdsPosition"][0],
                    {"positionIn": [story.cast.government(country)]},
                    (start, mention.last),
                    start,
                    scene=scene,
                    dated=False,
                )
            )


def _post(story: Story, scene: Scene, what: tuple[str, str], span: tuple[int, int], body: int | None) -> None:
    key, label = what
    if any(
        d.about == key
        and "holdsPosition" in d.says
        and (story.cast.entities[d.says["holdsPosition"][0]].label or "").casefold() == label.casefold()
        for d in story.drafts
    ):
        return
    post = story.cast.add(label, "Position", label)
    story.add(Draft(key, {"holdsPosition": [post]}, span, span[0], scene=scene, dated=False))
    if body is not None and (place := story.key(scene, body, acts=True)):
        story.add(Draft(post, {"positionIn": [place]}, span, span[0], scene=scene, dated=False))


def read_groups(story: Story, scene: Scene) -> None:
    """Draft how many people a group has, and whom the text names as one of them."""
    for mention in scene.mentions:
        if mention.kind == "UnnamedGroup" and mention.count and (mention.count > 1):
            key = story.cast.key(mention)
            lead = re.match(r".*(?=\s\S+$)", story.reading.text[mention.start : mention.end], re.S)
            word = (
                None
                if re.search(r"\d", mention.name) or not lead
                else story.document.quote(mention.start, mention.start + lead.end())
            )
            if key:
                says = {"count": [str(mention.count)]}
                story.add(
                    Draft(
                        key, says, (mention.start, mention.end), mention.start, scene=scene, dated=False, mention=word
                    )
                )
    for cue in _AMONG.finditer(scene.masked):
        group = _group_before(story, scene, cue.start())
        people = _listed(scene, cue.end())
        for number in people if group else ():
            key = story.cast.key(scene.mention(number))
            if key and group:
                start = scene.at(cue.start())
                story.add(
                    Draft(
                        group,
                        {"namedMember": [key]},
                        (start, scene.mention(number).end),
                        start,
                        scene=scene,
                        dated=False,
                    )
                )


def _group_before(story: Story, scene: Scene, at: int) -> str | None:
    """Give the one counted group spoken of before: in the sentence, else in the sentence before."""
    number = story.scenes.index(scene)
    here = [m for m in scene.mentions if m.kind == "UnnamedGroup" and m.count and m.count > 1 and m.end <= scene.at(at)]
    before = [
        m
        for s in story.scenes[max(0, number - 2) : number]
        for m in s.mentions
        if m.kind == "UnnamedGroup" and m.count and m.count > 1
    ]
    found = {story.cast.key(m) for m in (here or before)}
    return next(iter(found)) if len(found) == 1 else None


def _listed(scene: Scene, at: int) -> list[int]:
    """Give the people of a list: one by semicolons, or names joined by commas and "and"."""
    rest = scene.masked[at:]
    if ";" in rest:
        items = [_ITEM.match(part.strip().removeprefix("y ").removeprefix("and ").strip()) for part in rest.split(";")]
        return [int(found[1]) for found in items if found]
    first = _ITEM.match(rest)
    if not first:
        return []
    people, end = [int(first[1])], first.end()
    while more := re.match(r"\s*(?:,|,? and|,? y)\s+⟨P(\d+)⟩", rest[end:]):
        people.append(int(more[1]))
        end += more.end()
    return people if MARK.search(rest) else []

"""Legal stages: suspicion, accusation, charge, verdict, sentence; from a person to what is said to have been done, as worded."""

import re

from kg.extract.hits import Hit, by_agent, passive
from kg.extract.lexicon import triggers
from kg.extract.scene import Scene
from kg.extract.story import Draft, Story
from kg.ontology import load_ontology

__all__ = ["read_stage", "term_near"]

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
_STOP = re.compile(
    rf"[;.()“”:]|,|\s[–—]\s|\s(?:was|were|has|have|had|is|are|fue|fueron|ha|han|fueron|será|serán)\s|\s(?:(?:in|on|since|en|desde|el|el pasado|last|between|entre) (?:\d{{4}}|{_MONTHS}|{_DAYS}|\d{{1,2}} (?:de )?(?:{_MONTHS})|week|month|year|año|mes|semana)"
    r"|by (?:a |the |US |federal )|before|after|when|while|who|which|where|but|according|last (?:week|month|year)|this (?:week|month|year)|earlier|yesterday|and (?:was|were|is|are|has|had|have|sentenced|faces|could|ordered|jailed|given)|to (?:the )?⟨C"
    r"|in (?:a |an )?(?:[\w-]+ )?(?:federal |district |state )?court|in (?:the )?⟨C|at (?:an?|the) |ante |tras |según|luego|cuando|que (?:fue|fueron|se)|y (?:le|se|lo|la|les) |y \w+(?:ó|aron|ieron) |y (?:fue|fueron|es|está|estaba|condenad|sentenciad|permanece|podría|enfrenta)|por (?:un|una|el|la) (?:⟨G|juez|jueza|tribunal|corte|gran|fiscal)|durante|ocurrid|cometid|hace |en (?:una|un) (?:corte|tribunal)|en (?:los )?⟨C|con (?:una|un) )"
)
_YEARS = re.compile(
    r"\s*(?:(?:a|to)\s+)?((?:\d+|\w+)(?:\s+y\s+\w+)?\s+(?:years?|años|months?|meses)(?:\s+(?:and|y)\s+\w+\s+(?:months?|meses))?(?:\s+(?:in|de)\s+(?:prison|jail|prisión|cárcel))?|life(?:\s+(?:in prison|imprisonment|sentence))?|death|cadena perpetua|prisión perpetua|la pena de muerte)"
)
_FOR = re.compile(
    r"[^;.]{0,60}?\b(?:for|over|por|on charges of|after being convicted of|after being found guilty of)\s+(?!his part|the first)"
)
_ACTIVE = re.compile(
    r"(?:\s+(?:a|al|formally|formalmente|contra|la|el|los|against)){0,3}(?:\s+[\w’-]+){0,2}?\s*⟨([PUOC])(\d+)⟩(?:\s+and\s+⟨P\d+⟩)?\s+(?:with|of|for|over|de|por)\s+"
)
_PERIOD = r"(?:(?:\d+|[a-záéíóúñ]+(?:-[a-z]+)?)(?:\s+y\s+\w+)?\s+(?:years?|años|months?|meses)(?:\s+(?:in|de)\s+(?:prison|jail|prisión|cárcel))?|life(?:\s+(?:in prison|imprisonment))?|cadena perpetua|prisión perpetua)"
_LATE_TERM = re.compile(rf"[^;.⟨⟩,]{{3,40}}?\s(?:to|a)\s+({_PERIOD})")
_ACTIVE_TERM = re.compile(
    rf"\s+a\s+(?P<term>{_PERIOD})\s+a(?:l)?\s+(?:[a-záéíóúñ]+\s+){{0,3}}?⟨P(?P<who>\d+)⟩|\s+(?:a\s+|al\s+)?(?:[a-záéíóúñ]+\s+){{0,3}}?⟨P(?P<whom>\d+)⟩\s+(?:to|a)\s+(?P<period>{_PERIOD})"
)
_ACCUSER = re.compile(
    r"(?:la |el |los |las |un |una |the |a )?(?:(?:justicia|corte|tribunal|juez|jueza|fiscalía|autoridades|fiscales|juzgado)\b(?: \w+){0,2}?(?: de(?:l| la| los)?)?\s*)?(?:⟨[GOUC]\d+⟩|(?<=justicia )\w+)(?P<more>\s+(?:por|for|over|on charges of)\s+)?(?=[\w⟨]|\s*$|[.,;])"
)
_AUX = re.compile(
    r"(?:\b(?:is|was|are|were|has been|have been|had been|es|fue|fueron|ha sido|está|están|being|stands|remains)\s+(?:\w+ly\s+|\w+mente\s+)?)$"
)


def read_stage(story: Story, scene: Scene, hit: Hit) -> tuple[int, int] | None:
    """Draft a legal stage with its offence; give the stretch of the masked sentence that words the offence."""
    if hit.kind == "phrase":
        subject = scene.subject(hit.start, "PUON")
        accuser = None
        rest = hit.end
        if hit.trigger.evokes in {"dismissedFrom", "convictionOverturned"}:
            subject = subject if subject is not None and re.search(r"\b(?:his|her|su)\b", hit.word) else None
    elif hit.kind in {"finite", "participle", "base", "gerund", "future"} and not passive(scene, hit):
        if hit.trigger.evokes == "sentencedFor":
            return _active_sentence(story, scene, hit)
        found = _ACTIVE.match(scene.masked, hit.end)
        if not found:
            return None
        subject, accuser, rest = int(found[2]), scene.subject(hit.start, "PUOGC"), found.end()
    elif (
        hit.trigger.evokes == "sentencedFor"
        and passive(scene, hit)
        and (late := _LATE_TERM.match(scene.masked, hit.end))
    ):
        subject = scene.subject(hit.start, "PUN")
        key = story.key(scene, subject) if subject is not None else None
        return (
            _sentence(story, scene, hit, subject, key, (late.start(1), late.end(1), late.end()))
            if subject is not None and key
            else None
        )
    else:
        return None
    if subject is None:
        return None
    key = story.key(scene, subject, acts=True)
    if key is None:
        return None
    if hit.trigger.evokes == "sentencedFor":
        return _sentence(story, scene, hit, subject, key)
    words = _wording(scene, rest)
    if words is None:
        return None
    party = story.key(scene, accuser, acts=True) if accuser is not None else None
    _draft(story, scene, hit, (subject, key), words, party)
    scene.chain[len(scene.masked[: words[1]].rstrip(" ,"))] = subject
    return words


def _wording(scene: Scene, at: int) -> tuple[int, int] | None:
    """Give the stretch that words an offence: from after "of" to where something else begins."""
    while at < len(scene.masked) and scene.masked[at] == " ":
        at += 1
    if (by := _ACCUSER.match(scene.masked, at)) is not None:
        if not by["more"]:
            return None  # "reclamado por la Audiencia Nacional": by whom, not for what
        at = by.end()
    if re.match(r"(?:anything|nothing|any crime|nada|algo)\b", scene.masked[at:]):
        return None
    stop = _STOP.search(scene.masked, at)
    while stop and (more := re.match(r"(?:\s+(?:de )?\d{4})?\s+(?:de|of)\s", scene.masked[stop.end() :])):
        stop = _STOP.search(scene.masked, stop.end() + more.end())  # "the death in 2008 of a deputy"
    end = stop.start() if stop else len(scene.masked)
    return (at, end) if len(scene.masked[at:end].strip()) > 3 else None


def _draft(
    story: Story, scene: Scene, hit: Hit, who: tuple[int, str], words: tuple[int, int], accuser: str | None
) -> None:
    ontology = load_ontology()
    relation = hit.trigger.evokes
    stage = ontology.relations[relation].stage or 0
    number, key = who
    mention = scene.mention(number)
    start, end = scene.at(words[0]), scene.at(words[1])
    text = story.reading.text
    while text[end - 1].isspace():
        end -= 1
    raw = story.document.quote(start, end)
    offence = story.cast.add(f"offence-{' '.join(raw.split()[:5])}", "Offence", " ".join(raw.split()))
    at = scene.at(hit.start)
    span = (min(mention.start, at), max(end, mention.end))
    aux = _AUX.search(scene.masked[: hit.start])
    cue = (scene.at(aux.start()) if aux else at, scene.at(hit.end) if hit.kind == "phrase" else at + len(hit.word))
    where = re.search(r"\b(?:in|en)\s+(?:the\s+|los\s+)?⟨C(\d+)⟩", scene.masked[words[1] : words[1] + 40])
    country = story.cast.country(scene.mention(where[1]).country or "") if where else None
    pronoun = mention.name if mention.kind == "Pronoun" else None
    draft = Draft(
        key,
        {relation: [offence]},
        span,
        at,
        scene=scene,
        accuser=accuser,
        jurisdiction=country,
        dated=stage > 3,
        mention=pronoun,
    )
    about = Draft(offence, {"wording": [raw]} | _victim(story, scene, words), span, at, scene=scene, dated=False)
    for each in (draft, about):
        if stage <= 3:
            each.alleged, each.attribution, each.claimant = True, cue, accuser or "Unspecified"
        story.add(each)


def _victim(story: Story, scene: Scene, words: tuple[int, int]) -> dict[str, list[str]]:
    """Give whom the offence harmed, where it is a killing and names them."""
    kill = next(t for t in triggers(scene.language) if t.name == "kill")
    forms = {*kill.nouns, *(f for forms in kill.verbs.values() for f in forms)}
    either = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
    found = re.search(
        rf"\b(?:{either})(?:\s+(?:of|de|del|a|al|the|la|los))*(?:\s+[\w’-]+){{0,3}}?\s*⟨([PU])(\d+)⟩",
        scene.masked[words[0] : words[1]],
    )
    key = story.key(scene, int(found[2])) if found else None
    return {"victim": [key]} if key else {}


def _active_sentence(story: Story, scene: Scene, hit: Hit) -> tuple[int, int] | None:
    """Read "The judge sentenced A to 10 years", "condenó a 25 años de prisión a A", "condenó a A a 25 años"."""
    found = _ACTIVE_TERM.match(scene.masked, hit.end)
    key = story.key(scene, int(found["who"] or found["whom"])) if found else None
    if not found or key is None:
        return None
    judge = scene.subject(hit.start, "PG")
    group = "term" if found["term"] else "period"
    spans = (found.start(group), found.end(group), found.end())
    return _sentence(story, scene, hit, int(found["who"] or found["whom"]), key, spans, judge)


def _sentence(
    story: Story,
    scene: Scene,
    hit: Hit,
    subject: int,
    key: str,
    spans: tuple[int, int, int] | None = None,
    judge: int | None = None,
) -> tuple[int, int] | None:
    """Draft a sentence: the term as an event, and the offence it is for where the text says so."""
    if spans is None:
        term = _YEARS.match(scene.masked, hit.end)
        if not term:
            return None
        spans = (term.start(1), term.end(1), term.end())
    mention = scene.mention(subject)
    event = story.cast.add(f"sentencing-{key}", "Sentencing", f"sentencing of {mention.name}")
    start, end = scene.at(spans[0]), scene.at(spans[1])
    raw = story.document.quote(start, end)
    at = scene.at(hit.start)
    says = {"target": [key], "term": [raw]}
    authority = (
        story.key(scene, judge)
        if judge is not None
        else next((k for n in by_agent(scene, hit.end) if (k := story.key(scene, n))), None)
    )
    if authority:
        says["authority"] = [authority]
    story.add(Draft(event, says, (min(mention.start, at), max(end, mention.end)), at, event=True, scene=scene))
    over = _FOR.match(scene.masked, spans[2])
    words = _wording(scene, over.end()) if over else None
    if words:
        _draft(story, scene, hit, (subject, key), words, None)
    return words or spans[:2]


def term_near(scene: Scene, hit: Hit) -> tuple[int, int] | None:
    """Give the stretch of the plain text that says for how long, nearest to the words of a sentence."""
    found = [m for m in re.finditer(_PERIOD, scene.masked, re.I) if abs(m.start() - hit.end) < 80]
    best = min(found, key=lambda m: (abs(m.start() - hit.end), m.start()), default=None)
    return scene.stretch(best.start(), best.end()) if best else None

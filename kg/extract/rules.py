"""The extraction by rules: the parties, what is said of them, by whom, how firmly and when, as a claim file."""

import re
from collections.abc import Iterable

from kg.claim_file import ClaimFile, DateIn, EntityIn, Row, SourceIn
from kg.errors import DataError, Fault
from kg.extract.cue import Cue
from kg.extract.frames import read_frames
from kg.extract.gazetteer import gazetteer
from kg.extract.naming import read_groups, read_names, read_posts
from kg.extract.propose import propose
from kg.extract.quoting import quote_at
from kg.extract.reader import Document
from kg.extract.reading import Reading
from kg.extract.safety import guarded
from kg.extract.scene import Scene
from kg.extract.story import Draft, Story
from kg.extract.voices import Attribution, attributed, speaker_of, voice_of
from kg.extract.when import Dated
from kg.model import Basis, Modality
from kg.ontology import load_ontology

__all__ = ["attributions", "extract"]

_NAMES = frozenset(
    {"name", "nickname", "alias", "abbreviation", "holdsPosition", "positionIn", "partOf", "represents", "locatedIn"}
)
#: Words by which somebody denies what was said of them before, without repeating it.
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)|disput(?:es|ed)|dismiss(?:es|ed)|refut(?:es|ed)|contest(?:s|ed)|maintain(?:s|ed) (?:his|her|their) innocence|not guilty|innocent|innocence|wrongdoing"
    r"|nieg\w+|neg(?:ó|aron|aba)|rechaz(?:ó|a|an|aron)|desmint\w+|desmient\w+|inocen(?:te|cia)|no culpable|refut\w+)\b",
    re.I,
)
_ANOTHER_CLAUSE = re.compile(r"\b(?:whose|who had|which had|cuy[oa]s?|quien había|que había)\b")
_CHARGES = re.compile(
    r"\s+(?:all |any |the |los |las |todos los |todas las |cualquier )*(?:charges?|accusations?|allegations?|claims|wrongdoing|cargos|acusaciones|señalamientos|imputaciones|delitos)\b",
    re.I,
)


def extract(document: Document, *, known: Iterable[tuple[str, str]] = (), wide: bool = False) -> ClaimFile:
    """Give the claims of an article as a claim file, every one a candidate.

    `known` are names with their classes, of a loaded graph or a list: they are found before any other name. `wide` adds
    what the trained model proposes where the rules stop: on stories it had not seen, some more, and fewer of them right.
    Raises DataError for a text without a day, which dates cannot be read against.
    """
    story = _story(document, known)
    reading = story.reading
    for scene in story.scenes:
        read_frames(story, scene)
        read_groups(story, scene)
        read_posts(story, scene)
        if wide:
            propose(story, scene)
    read_names(story)
    rows, places = _rows(story)
    rows += _governments(story, rows)
    types = {key: entity.type for key, entity in story.cast.entities.items()}
    rows = [row for row in rows if _fits(row, types)]
    kept = guarded([*_head(document), *_outlet(story), *rows], reading, types=types, at=places)
    kept += guarded(_rejections(story, kept), reading, types=types)
    kept = _contested(story, kept, places)
    return ClaimFile(source=_source(document), entities=_used(story.cast.entities, kept), claims=kept)


def attributions(document: Document) -> list[Attribution]:
    """Give who speaks, and in which words, in every attributed clause of a text. Raises DataError as `extract` does."""
    return attributed(_story(document, ()))


def _story(document: Document, known: Iterable[tuple[str, str]]) -> Story:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", document.date or ""):
        cure = "give --date YYYY-MM-DD, the day it was published"
        raise DataError([Fault(document.file, "the text does not say on which day it was published", cure)])
    return Story.of(document, Reading(document), gazetteer().with_names(known))


def _source(document: Document) -> SourceIn:
    return SourceIn(
        id=document.id,
        publisher=document.publisher or "not stated",
        date=document.date or "",
        language=document.language,
        licence=document.licence or "not stated",
        file=document.file,
        sha256=document.sha256,
        title=document.title,
        url=document.url,
        original=document.original,
        originalSha256=document.original_sha256,
    )


def _head(document: Document) -> list[Row]:
    at = document.plain.text.find(document.date or "")
    if at < 0 or not document.date:
        return []
    quote = quote_at(document, at, at + len(document.date))
    return [Row(id="H1", quote=quote, subject="source", says={"publishedOn": [document.date]})]


def _outlet(story: Story) -> list[Row]:
    """Give who published it, where a byline names an outlet."""
    document = story.document
    key = story.cast.names_of(document.publisher or "")
    at = document.plain.text.find(document.byline or "\0")
    if key is None or at < 0 or not load_ontology().is_a(story.cast.entities[key].type, "Organisation"):
        return []
    quote = quote_at(document, at, at + len(document.byline or ""))
    return (
        [Row(id="H2", quote=quote, subject="source", says={"publishedBy": [key]})]
        if (document.publisher or "") in quote.exact
        else []
    )


def _rows(story: Story) -> tuple[list[Row], dict[str, int]]:
    """Turn drafts into rows: speaker, date, and the place of the words that make the claim."""
    rows, places = [], {}
    counters = {"E": 0, "R": 0, "N": 0}
    for draft in sorted(story.drafts, key=lambda d: (set(d.says) <= _NAMES, d.span, d.at)):
        letter = "E" if draft.event else "N" if set(draft.says) <= _NAMES else "R"
        counters[letter] += 1
        draft.id = f"{letter}{counters[letter]:02}"
        rows.append(_row(story, draft))
        places[draft.id] = draft.at
    return rows, places


def _fits(row: Row, types: dict[str, str]) -> bool:
    """Tell whether the ontology lets a row say what it says of the classes of its ends: a name read as a place leads nobody."""
    ontology = load_ontology()
    for name, values in row.says.items():
        term = ontology.relations[name]
        subject = types.get(row.event or row.subject or "")
        if subject is not None and term.domain in ontology.classes and not ontology.is_a(subject, term.domain):
            return False
        kinds = [types[value] for value in values if value in types and not term.literal]
        if term.range in ontology.classes and any(not ontology.is_a(kind, term.range) for kind in kinds):
            return False
    return True


def _governments(story: Story, rows: list[Row]) -> list[Row]:
    """Give the names of the governments that act or speak: the country's, in the words of a row they act in."""
    found: list[Row] = []
    for key, entity in sorted(story.cast.entities.items()):
        if entity.type != "Government" or key in story.cast.names:
            continue
        acting = [
            row
            for row in rows
            if key in {row.subject, row.claimant, row.accuser, *row.via, *(v for vs in row.says.values() for v in vs)}
        ]
        countries = [
            m
            for scene in story.scenes
            for m in scene.mentions
            if m.kind == "Country" and story.cast.government(m.country or m.name) == key
        ]
        text = story.document.text
        for mention in countries:
            quote = quote_at(story.document, mention.first, mention.last)
            at = text.find(quote.prefix + quote.exact + quote.suffix) + len(quote.prefix)
            if any(_inside(text, at, row) for row in acting):
                found.append(
                    Row(
                        id=f"G{len(found) + 1:02}",
                        quote=quote,
                        subject=key,
                        says={"name": [" ".join(quote.exact.split())]},
                    )
                )
                break
    return found


def _inside(text: str, at: int, row: Row) -> bool:
    """Tell whether a place is in the quote of a row or in the words of its attribution."""
    for quote in (row.quote, row.attribution):
        if quote is not None:
            start = text.find(quote.prefix + quote.exact + quote.suffix) + len(quote.prefix)
            if start <= at < start + len(quote.exact):
                return True
    return False


def _row(story: Story, draft: Draft) -> Row:
    data: dict[str, object] = {
        "id": draft.id,
        "quote": quote_at(story.document, *draft.span),
        "event" if draft.event else "subject": draft.about,
        "says": draft.says,
        "jurisdiction": draft.jurisdiction,
        "accuser": draft.accuser,
        "note": draft.note,
        "negated": draft.negated,
    }
    if draft.mention:
        data["mention"] = draft.mention
    if draft.background:
        data |= {"basis": Basis.BACKGROUND, "resolvedBy": draft.background}
    said_on: Dated | None = None
    if not set(draft.says) <= _NAMES:
        voices = voice_of(story, draft)
        outer = [v.key for v in voices if v.key != "Unspecified"]
        if draft.claimant:
            words = draft.attribution or draft.span
            via = [key for key in outer if key != draft.claimant]
            if via and draft.claimant == "Unspecified":
                words = next(v.words for v in voices if v.key == via[0])
            data |= {"claimant": draft.claimant, "via": via, "attribution": quote_at(story.document, *words)}
        elif voices:
            first = voices[0]
            data |= {
                "claimant": first.key,
                "via": [v.key for v in voices[1:] if v.key != "Unspecified"],
                "attribution": quote_at(story.document, *first.words),
            }
        said_on = next((v.said_on for v in voices if v.said_on), None)
        if draft.alleged or draft.going_on:
            data["modality"] = Modality.ALLEGED if draft.alleged else Modality.EXPECTED
        if draft.scene and not set(draft.says) & {"count", "wording"} and _negated(story, draft):
            data["negated"] = True
    if said_on:
        data["saidOn"] = _date(story, said_on)
    if draft.dated and draft.scene and not set(draft.says) <= _NAMES and (dated := _when(story, draft, said_on)):
        data["when"] = _date(story, dated)
    return Row.model_validate({key: value for key, value in data.items() if value not in (None, [], "")})


def _date(story: Story, dated: Dated) -> DateIn:
    return DateIn.model_validate(
        {"edtf": dated.edtf, "basis": dated.basis, "words": quote_at(story.document, dated.start, dated.end)}
    )


def _negated(story: Story, draft: Draft) -> bool:
    """Tell whether the clause of a draft is negated, and nothing but its speaker stands over it."""
    scene = draft.scene
    if scene is None:
        return False
    at = draft.at - scene.sentence.start
    over = [c for c in story.reading.cues_of(scene.sentence) if c.covers(at) and not c.start <= at < c.end]
    inner = max((c.start for c in over if c.negates), default=-1)
    if any(c.name in {"say", "allege", "report"} and inner < c.start < at for c in over):
        return False  # "declined to confirm that": the saying is negated, not what is said
    return any(c.negates for c in over) and all(
        c.negates or (c.modality is Modality.STATED and not c.implies) for c in over
    )


def _when(story: Story, draft: Draft, said_on: Dated | None) -> Dated | None:
    """Give the date of the content: the nearest in its clause behind the words, else the one at the head of the sentence."""
    scene = draft.scene
    if scene is None:
        return None
    open_ended = draft.event or not any("state" in load_ontology().relations[name].flags for name in draft.says)
    dates = [
        d
        for d in story.dates(scene.sentence)
        if d != said_on and not (open_ended and ".." in d.edtf and "[" not in d.edtf)
    ]
    text = story.reading.text
    behind = [
        d
        for d in dates
        if d.start >= draft.at
        and not re.search(
            r"[;]|, (?:the|a|an|one|el|la|un|una|su|his|her) |\b(?:who|which|and (?:was|were|is)|but|after|before|y (?:fue|fueron)|quien|que|tras|pero|antes|sentenced|accused|wanted|convicted|charged|acusad\w|buscad\w|condenad\w|incluid\w|designad\w|sancionad\w|listed|designated|whose|cuy[oa])\b",
            text[draft.at + 4 : d.start],
        )
    ]
    if behind and behind[0].start - draft.span[1] < 60:
        return behind[0]
    head = [
        d
        for d in dates
        if d.end <= draft.at
        and not text[scene.sentence.start : d.start].strip(' “"')
        and not _ANOTHER_CLAUSE.search(text, d.end, draft.at)
    ]
    if head:
        return head[0]
    close = [
        d
        for d in dates
        if d.end <= draft.at and draft.at - d.end < 40 and not re.search(r"[,;]", text[d.end : draft.at].strip(" ,"))
    ]
    return close[-1] if close else None


def _rejections(story: Story, rows: list[Row]) -> list[Row]:
    """Give who rejects which claims: what stands under a denial, or the accusations somebody denies in a word."""
    found: list[Row] = []
    by_id = {draft.id: draft for draft in story.drafts}
    for scene in story.scenes:
        for cue in story.reading.cues_of(scene.sentence):
            if not cue.denies or cue.kind not in {"finite", "participle"} or _refused(story, scene, cue):
                continue
            voice = speaker_of(story, scene, cue)
            if voice is None or voice.key == "Unspecified":
                continue
            start, end = scene.sentence.start + cue.start, scene.sentence.start + cue.end
            forward = next(((s, e) for s, e in cue.scopes if s >= cue.end), (cue.end, cue.end))
            ids = [r.id for r in rows if r.id in by_id and by_id[r.id].scene is scene and not set(r.says) <= _NAMES
                   and forward[0] <= by_id[r.id].at - scene.sentence.start < forward[1] and "wording" not in r.says and "mechanism" not in r.says]  # fmt: skip
            if not ids and _CHARGES.match(story.reading.text, end):
                ids = [r.id for r in rows if r.subject == voice.key and _is_accusation(r)]
                end = scene.sentence.start + min(forward[1], cue.end + 40)
            claims = [ref for r in rows if r.id in ids for ref in _references(r)]
            if claims:
                last = max([end, *(by_id[i].span[1] for i in ids if by_id[i].scene is scene)])
                said = {"when": _date(story, voice.said_on)} if voice.said_on else {}
                quote = quote_at(story.document, min(voice.words[0], start), last)
                found.append(
                    Row.model_validate(
                        {
                            "id": f"D{len(found) + 1:02}",
                            "quote": quote,
                            "subject": voice.key,
                            "says": {"rejects": claims},
                            **said,
                        }
                    )
                )
    return found


def _contested(story: Story, rows: list[Row], places: dict[str, int]) -> list[Row]:
    """Give the rows with a speaker, if unnamed, for what somebody denies there or shortly after: no fact of the publisher's."""
    rejected = {ref.partition(":")[0] for row in rows for ref in row.says.get("rejects", ())}
    denials = [
        n for n, s in enumerate(story.scenes) if _DENIAL.search(story.reading.text, s.sentence.start, s.sentence.end)
    ]
    number = {id(scene): n for n, scene in enumerate(story.scenes)}
    where = {draft.id: number.get(id(draft.scene), -9) for draft in story.drafts}
    relations = load_ontology().relations
    kept = []
    for row in rows:
        near = any(0 <= n - where.get(row.id, 99) <= 2 for n in denials)
        soft = any(
            (relations[name].stage or 99) <= 5
            or relations[name].tie in {"Membership", "Command", "Association", "Finance"}
            for name in row.says
        )
        if (
            row.modality is Modality.STATED
            and row.claimant is None
            and row.id in places
            and (row.id in rejected or (near and soft))
        ):
            at = places[row.id]
            word = re.match(r"\S+(?:\s+(?:with|of|for|de|por|a)\b)?", story.reading.text[at:])
            words = quote_at(story.document, at, at + len(word.group().rstrip(",.;")) if word else at + 1)
            row = row.model_copy(update={"claimant": "Unspecified", "attribution": words})
        kept.append(row)
    return kept


def _refused(story: Story, scene: Scene, cue: Cue) -> bool:
    """Tell whether a denial itself is denied or unclear; then nobody is said to reject anything."""
    sentence = scene.sentence
    others = story.reading.cues_of(sentence)
    return any(
        o is not cue
        and o.covers(cue.start)
        and ((o.negates and not o.denies) or o.modality not in {Modality.STATED})
        and not o.denies
        for o in others
    )


def _is_accusation(row: Row) -> bool:
    relations = load_ontology().relations
    return any((relations[name].stage or 99) <= 5 for name in row.says)


def _references(row: Row) -> list[str]:
    if row.event:
        return [row.id]
    return (
        [row.id]
        if sum(map(len, row.says.values())) == 1
        else [
            f"{row.id}:{name}" if len(values) == 1 else f"{row.id}:{name}:{value}"
            for name, values in row.says.items()
            for value in values
        ]
    )


def _used(entities: dict[str, EntityIn], rows: list[Row]) -> dict[str, EntityIn]:
    """Give the entities that rows speak of."""
    relations = load_ontology().relations
    used: set[str | None] = set()
    for row in rows:
        used |= {row.subject, row.event, row.claimant, row.accuser, row.jurisdiction, *row.via}
        used |= {value for name, values in row.says.items() if not relations[name].literal for value in values}
    return {key: entity for key, entity in sorted(entities.items()) if key in used}

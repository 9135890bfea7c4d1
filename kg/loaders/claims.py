"""Claim files: what a person read in one article, as YAML. People write quotes, the loader finds the offsets.

    claims:
      - id: C17
        quote: "One of the prisoners reportedly being transferred, Roberto Salazar"
        subject: group-of-26
        says: {namedMember: roberto-salazar}
        claimant: Unspecified
        attribution: reportedly
        modality: Reported

A row with `event:` instead of `subject:` also says that the event took place; each role is a claim of its own. A claim
is cited as row and relation: `C17:namedMember`, `C01:actor`, `C43:happened`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD

from kg.claim_file import ClaimFile, Row, did_you_mean, parse, parse_text
from kg.errors import DataError, Fault
from kg.loaders._article import Article, Refused
from kg.model import Basis, Claim, Edition, Entity, Passage, Record, Review, mint
from kg.names import says_number, words
from kg.ontology import Ontology, Term, load_ontology
from kg.vocab import KG

__all__ = ["faults_of", "load", "load_text", "records_of", "source_file"]

_HAPPENED = "happened"
_DATATYPES = {"string": XSD.string, "integer": XSD.integer, "boolean": XSD.boolean, "date": XSD.date}


def load(path: Path, edition: Edition) -> Iterator[Record]:
    """Yield the source, the entities and the claims of one claim file, which describes its source itself.

    Raises DataError with every fault found: unknown keys and terms, quotes that are not in the source exactly once,
    dates that do not follow from the words they are read from.
    """
    yield from _records(path, parse(path), edition)


def load_text(path: Path, text: str) -> list[Record]:
    """Give the records a claim file would have if this were its text. Raises DataError as `load` does."""
    return list(_records(path, parse_text(path, text), Edition(id=path.stem)))


def faults_of(file: ClaimFile, text: str) -> list[Fault]:
    """Give every fault a claim file would have over a text that is at hand, not yet in a file."""
    reading = _Reading(Path(file.source.id), file, load_ontology(), text)
    list(reading.claims())
    return reading.faults


def records_of(file: ClaimFile, text: str) -> list[Record]:
    """Give the records of a claim file over a text that is at hand. Raises DataError as `load` does."""
    return list(_records(Path(file.source.id), file, Edition(id=file.source.id), text))


def _records(path: Path, file: ClaimFile, edition: Edition, text: str | None = None) -> Iterator[Record]:
    reading = _Reading(path, file, load_ontology(), text)
    claims = list(reading.claims())
    if reading.faults:
        raise DataError(reading.faults)
    yield reading.article.record(edition.retrieved)
    yield from reading.entities()
    yield from claims


def source_file(path: Path) -> tuple[str, Path]:
    """Give the id of the source that a claim file reads, and the path of its text."""
    file = parse(path)
    return file.source.id, path.parent / file.source.file


class _Reading:
    """One claim file against its text and the ontology; collects faults so that all are shown at once."""

    def __init__(self, path: Path, file: ClaimFile, ontology: Ontology, text: str | None = None) -> None:
        self.path, self.file, self.ontology = path, file, ontology
        self.faults: list[Fault] = []
        self.rows = {row.id: row for row in file.claims}
        self.article = Article(path, file.source, self.rows, text)
        self.source_id = self.article.id
        self.faults.extend(self.article.faults)
        self._check_frame()

    def _check_frame(self) -> None:
        if len(self.rows) < len(self.file.claims):
            seen: set[str] = set()
            for row in self.file.claims:
                if row.id in seen:
                    self._fault(self._place(row), "the id is taken by an earlier row", "give each row an id of its own")
                seen.add(row.id)
        for key, entity in self.file.entities.items():
            if entity.type not in self.ontology.classes or not self.ontology.is_a(entity.type, "Entity"):
                self._fault(
                    f"entities.{key}",
                    f"the ontology has no class {entity.type!r}",
                    did_you_mean(entity.type, self.ontology.classes),
                )
            if key in {"source", *self.rows} or self.ontology.individual(key, "Entity"):
                self._fault(f"entities.{key}", "the key has a meaning of its own", "choose another key")
        used = {name for row in self.file.claims for name in self._names_in(row)}
        for key in sorted(set(self.file.entities) - used):
            self._fault(f"entities.{key}", "no claim mentions it", "remove it, or quote what the source says of it")

    def _names_in(self, row: Row) -> set[str]:
        objects = {value for values in row.says.values() for value in values}
        speakers = {row.claimant, row.accuser, row.jurisdiction, *row.via} - {None}
        return {row.about, *objects, *(s for s in speakers if s)}

    def entities(self) -> Iterator[Entity]:
        for key, entity in sorted(self.file.entities.items()):
            yield Entity(id=self._mint(key), type=KG[entity.type], label=entity.label)

    # -- the rows

    def claims(self) -> Iterator[Claim]:
        for row in self.file.claims:
            try:
                yield from self._row(row)
            except Refused as refused:
                self._fault(self._place(row), refused.fault, refused.cure)

    def _row(self, row: Row) -> Iterator[Claim]:
        passage = self.article.passage(row.quote)
        near = (passage.start, passage.end)
        attribution = self.article.passage(row.attribution, near) if row.attribution else None
        speaker = self._party(row.claimant, "claimant") if row.claimant else None
        if speaker and not attribution:
            raise Refused(
                "a claimant stands without the words that name them", "add attribution: the words of the source"
            )
        if (attribution or row.via) and not speaker:
            raise Refused(
                "words attribute the claim to somebody, and no claimant is named",
                "add claimant:, Unspecified when the text names nobody",
            )
        if row.mention and row.mention not in passage.exact:
            raise Refused(f"the mention {row.mention!r} is not in the quote", "copy the words that were resolved")
        if row.basis is Basis.BACKGROUND and not (row.mention and row.resolvedBy):
            raise Refused(
                "a reading from background names no mention or nobody who resolved it", "add mention: and resolvedBy:"
            )
        if row.review is Review.CONFLICT and not row.note:
            raise Refused("reviewers differ and no note says how", "add note:")
        said_on = self.article.when(row.saidOn, state=False, near=near) if row.saidOn else None
        for name, subject, term, target in self._statements(row, passage):
            yield Claim(
                id=mint("claim", self.file.source.id, row.id, *name.split(":", 1)),
                source=self.source_id,
                subject=subject,
                predicate=URIRef(term.iri) if term else RDF.type,
                object=target,
                passage=passage,
                claimant=speaker,
                via=tuple(self._party(key, "via") for key in row.via),
                attribution=attribution,
                modality=row.modality,
                negated=row.negated,
                when=self.article.when(row.when, state=bool(term and "state" in term.flags), near=near)
                if row.when
                else None,
                said_on=said_on,
                basis=row.basis,
                mention=row.mention,
                resolved_by=row.resolvedBy,
                review=row.review or self.file.review,
                jurisdiction=self._of_stage(row, term, row.jurisdiction, "jurisdiction"),
                accuser=self._of_stage(row, term, row.accuser, "accuser"),
                note=row.note,
            )

    def _statements(self, row: Row, passage: Passage) -> Iterator[tuple[str, URIRef, Term | None, URIRef | Literal]]:
        """Give (name of the claim in its row, subject, relation or None for "happened", object)."""
        subject, kind = self._subject(row)
        if row.event:
            if not self.ontology.is_a(kind, "Event"):
                raise Refused(f"{row.about} is not an event", "use subject:, or give the entity a class of event")
            yield _HAPPENED, subject, None, KG[kind]
        elif not row.says:
            raise Refused("the row says nothing", "add says: {relation: object}")
        for name, values in row.says.items():
            term = self.ontology.relations.get(name)
            if term is None:
                raise Refused(f"the ontology has no relation {name!r}", did_you_mean(name, self.ontology.relations))
            if not self.ontology.is_a(kind, term.domain):
                raise Refused(
                    f"{name} is said of a {term.domain}, and {row.about} is a {kind}",
                    "choose another relation, or correct the type",
                )
            if term.stage and term.stage <= 3 and not row.claimant:
                raise Refused(
                    f"{name} does not say who says so",
                    "add claimant: (Unspecified when the text names nobody) and attribution:",
                )
            for value in values:
                label = name if len(values) == 1 else f"{name}:{value}"
                yield label, subject, term, self._object(term, value, row, passage)

    def _subject(self, row: Row) -> tuple[URIRef, str]:
        key = row.about
        if key == "source":
            return self.source_id, "Source"
        if key in self.file.entities:
            return self._mint(key), self.file.entities[key].type
        if individual := self.ontology.individual(key, "Party"):
            return URIRef(individual.iri), "Party"
        if key.partition(":")[0] in self.rows:
            return self._claim_id(key), "Claim"
        raise Refused(
            f"{key!r} is neither an entity nor a row of this file",
            did_you_mean(key, {**self.file.entities, **self.rows}),
        )

    def _object(self, term: Term, value: str, row: Row, passage: Passage) -> URIRef | Literal:
        if term.literal:
            return self._literal(term, value, row, passage)
        if term.range == "Claim":
            return self._claim_id(value)
        if individual := self.ontology.individual(value, term.range):
            return URIRef(individual.iri)
        if value not in self.file.entities:
            raise Refused(
                f"{term.name} leads to {value!r}, which is not an entity of this file",
                did_you_mean(value, self.file.entities),
            )
        kind = self.file.entities[value].type
        if not self.ontology.is_a(kind, term.range):
            raise Refused(
                f"{term.name} leads to a {term.range}, and {value} is a {kind}",
                "choose another relation, or correct the type",
            )
        return self._mint(value)

    def _literal(self, term: Term, value: str, row: Row, passage: Passage) -> Literal:
        """Make a literal, and see that the quote carries it: a name by its words, a text verbatim, a number by digits."""
        said = passage.exact
        if self.ontology.is_a(term.name, "name"):
            present, cure = _in_order(words(value), words(said)), "write the name with the words of the quote"
        elif term.range == "string":
            present, cure = value in said, "copy the words from the quote"
        elif term.range == "integer":
            if not re.fullmatch(r"\d+", value):
                raise Refused(f"{term.name} {value!r} is not a whole number", "write digits")
            present = value in re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", said)) or says_number(
                row.mention or "", int(value)
            )
            present = present or (value == "1" and bool(row.mention))  # a noun in the singular
            cure = "add mention: the word the source has for the number"
        else:
            if term.range == "boolean" and value not in {"true", "false"}:
                raise Refused(f"{term.name} {value!r} is neither true nor false", "write true or false")
            present, cure = True, ""
        if not present:
            raise Refused(f"{term.name} {value!r} is not in the quote «{said}»", cure)
        datatype = _DATATYPES[term.range or "string"]
        return Literal(value) if datatype == XSD.string else Literal(value, datatype=datatype)

    def _claim_id(self, reference: str) -> URIRef:
        row_id, _, name = reference.partition(":")
        row = self.rows.get(row_id)
        if row is None:
            raise Refused(f"{reference!r} is not a row of this file", did_you_mean(row_id, self.rows))
        names = ([_HAPPENED] if row.event else []) + [
            relation if len(values) == 1 else f"{relation}:{value}"
            for relation, values in row.says.items()
            for value in values
        ]
        if not name and (row.event or len(names) == 1):
            name = names[0]
        if name not in names:
            raise Refused(
                f"{reference!r} does not pick one claim of its row",
                "write one of " + ", ".join(f"{row_id}:{n}" for n in names),
            )
        return mint("claim", self.file.source.id, row_id, *name.split(":", 1))

    def _party(self, key: str, where: str) -> URIRef:
        if individual := self.ontology.individual(key, "Entity"):
            return URIRef(individual.iri)
        if key not in self.file.entities:
            raise Refused(f"{where} {key!r} is not an entity of this file", did_you_mean(key, self.file.entities))
        return self._mint(key)

    def _of_stage(self, row: Row, term: Term | None, key: str | None, where: str) -> URIRef | None:
        """Give the jurisdiction or accuser: of a legal stage always one, even if the text states none."""
        if term is None or term.stage is None:
            if key and not any(
                self.ontology.relations[name].stage for name in row.says if name in self.ontology.relations
            ):
                raise Refused(f"{where} stands beside no legal stage", f"remove {where}:")
            return None
        return self._party(key, where) if key else {"jurisdiction": KG.NotStated, "accuser": KG.Unspecified}[where]

    # -- small things

    def _mint(self, key: str) -> URIRef:
        return mint("entity", self.file.source.id, key)

    def _place(self, row: Row) -> str:
        return f"{row.line}: {row.id}"

    def _fault(self, where: str, fault: str, cure: str) -> None:
        self.faults.append(
            Fault(f"{self.path}:{where}" if where[0].isdigit() else f"{self.path}: {where}", fault, cure)
        )


def _in_order(wanted: list[str], said: list[str]) -> bool:
    """Tell whether the words stand in the text in this order, others between them."""
    rest = iter(said)
    return bool(wanted) and all(word in rest for word in wanted)

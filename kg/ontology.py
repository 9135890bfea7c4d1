"""Read the ontology: terms, words, display, alignments and the codes of programmes, as plain data."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from kg.vocab import BASE, PREFIXES

__all__ = ["Ontology", "Programme", "Term", "folder", "load_ontology", "programmes", "vocab_source"]

_KG = PREFIXES["kg"]
_RDFS = PREFIXES["rdfs"]
_OWL = PREFIXES["owl"]
_SKOS = PREFIXES["skos"]
_TYPE = PREFIXES["rdf"] + "type"
_FILES = ("kg.ttl", "lexicon.ttl", "display.ttl", "alignments.ttl", "programmes.ttl")
_FLAGS = ("role", "state", "link", "linksNobody", "assessment", "shields")


@dataclass(frozen=True, slots=True)
class Term:
    """One class, relation or value, with what the ontology says of it. Names are local: `memberOf`, not an IRI."""

    name: str
    iri: str
    kinds: frozenset[str]
    labels: dict[str, str]
    parents: tuple[str, ...] = ()
    domain: str | None = None
    range: str | None = None
    tie: str | None = None
    sign: int = 0
    stage: int | None = None
    flags: frozenset[str] = frozenset()
    inverse_label: str | None = None
    colour: str | None = None
    shape: str | None = None
    line_style: str | None = None
    caveats: dict[str, str] = field(default_factory=dict)
    one_answer_to: dict[str, str] = field(default_factory=dict)
    example: str | None = None

    @property
    def literal(self) -> bool:
        """Whether the relation leads to a value, not to an entity."""
        return "DatatypeProperty" in self.kinds

    def label(self, language: str = "en") -> str:
        """Give the label in a language, else in English, else the name."""
        return self.labels.get(language) or self.labels.get("en") or self.name


@dataclass(frozen=True, slots=True)
class Programme:
    """One sanctions programme: its IRI, all its codes, and who designates under it, by IRI and in words."""

    iri: str
    codes: tuple[str, ...]
    authority: str
    authority_name: str

    @property
    def key(self) -> str:
        """The code in its IRI, which stays when the programme is renamed."""
        return unquote(self.iri.rpartition("programme.")[2])


class Ontology:
    """The terms by local name, and the questions that are asked of them."""

    def __init__(self, terms: dict[str, Term], triples: tuple[ox.Triple, ...]) -> None:
        self.terms = terms
        self.triples = triples
        self.classes = {n: t for n, t in terms.items() if "Class" in t.kinds}
        self.ties = {n: t for n, t in terms.items() if "TieCategory" in t.kinds}
        properties = {n: t for n, t in terms.items() if t.kinds & {"ObjectProperty", "DatatypeProperty"}}
        self.relations = {n: t for n, t in properties.items() if t.domain and not self._of_a_record(t)}

    def _of_a_record(self, term: Term) -> bool:
        """Whether a property describes a record (a claim's modality) and is not itself what a claim can say."""
        return term.example is None

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Give a term and all above it, nearest first."""
        found = [name]
        for each in found:
            above = self.terms[each].parents if each in self.terms else ()
            found.extend(name for name in above if name in self.terms and name not in found)
        return tuple(found)

    def is_a(self, name: str, ancestor: str | None) -> bool:
        """Tell whether a term is the ancestor or below it."""
        return ancestor is not None and ancestor in self.ancestors(name)

    def individual(self, name: str, of: str | None) -> Term | None:
        """Give the individual of a class, if the ontology itself has one of that name (kg:Unspecified, kg:Extradition)."""
        term = self.terms.get(name)
        return term if term and any(self.is_a(kind, of) for kind in term.kinds if kind in self.classes) else None

    def tie_of(self, relation: str, subject_type: str) -> str | None:
        """Give the tie category of an edge: its relation's, else that of the event it is a role in."""
        if tie := self.relations[relation].tie:
            return tie
        return self.inherited(subject_type, "tie") if "role" in self.relations[relation].flags else None

    def marked(self, name: str, flag: str) -> bool:
        """Tell whether a class, or one above it, bears a mark such as `linksNobody`."""
        return name in self.terms and any(flag in self.terms[each].flags for each in self.ancestors(name))

    def inherited(self, name: str, attribute: str) -> str | None:
        """Give a display or tie attribute of a class, its own or that of the nearest class above it."""
        for each in self.ancestors(name):
            value: str | None = getattr(self.terms[each], attribute)
            if value:
                return value
        return None


def folder() -> Path:
    """Give the folder of the ontology: inside the installed package, else beside it in a checkout."""
    packaged = Path(str(files("kg"))) / "_ontology"
    return packaged if packaged.is_dir() else Path(str(files("kg"))).parent / "ontology"


@cache
def load_ontology() -> Ontology:
    """Read the files of the ontology."""
    triples = tuple(triple for name in _FILES for triple in _parse(folder() / name))
    facts: dict[str, list[tuple[str, ox.NamedNode | ox.Literal]]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(_KG):
            facts.setdefault(triple.subject.value, []).append((triple.predicate.value, triple.object))  # type: ignore[arg-type]
    return Ontology({iri.removeprefix(_KG): _term(iri, said) for iri, said in sorted(facts.items())}, triples)


@cache
def programmes() -> dict[str, Programme]:
    """Give the sanctions programmes by each of their codes: `ILLICIT-DRUGS-EO` and its later code are one programme."""
    said: dict[str, dict[str, list[str]]] = {}
    for triple in load_ontology().triples:
        if isinstance(triple.subject, ox.NamedNode) and not triple.subject.value.startswith(_KG):
            facts = said.setdefault(triple.subject.value, {})
            facts.setdefault(triple.predicate.value, []).append(triple.object.value)  # type: ignore[union-attr]
    found: dict[str, Programme] = {}
    for iri, facts in said.items():
        codes = tuple(sorted(facts.get(_KG + "programmeCode", ())))
        for code in codes:
            (authority,) = facts[_KG + "programmeAuthority"]
            found[code] = Programme(iri, codes, authority, said[authority][_RDFS + "label"][0])
    return found


def _parse(path: Path) -> Iterator[ox.Triple]:
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        yield ox.Triple(quad.subject, quad.predicate, quad.object)


def _term(iri: str, said: list[tuple[str, ox.NamedNode | ox.Literal]]) -> Term:
    def many(predicate: str) -> list[str]:
        return sorted(_local(o.value) for p, o in said if p == predicate)

    def one(predicate: str) -> str | None:
        return next(iter(many(predicate)), None)

    def by_language(predicate: str) -> dict[str, str]:
        return {o.language or "": o.value for p, o in said if p == predicate and isinstance(o, ox.Literal)}

    stage = one(_KG + "stageOrder")
    return Term(
        name=iri.removeprefix(_KG),
        iri=iri,
        kinds=frozenset(many(_TYPE)),
        labels=by_language(_RDFS + "label"),
        parents=tuple(many(_RDFS + "subClassOf") + many(_RDFS + "subPropertyOf")),
        domain=one(_RDFS + "domain"),
        range=one(_RDFS + "range"),
        tie=one(_KG + "tie"),
        sign=int(one(_KG + "sign") or 0),
        stage=int(stage) if stage else None,
        flags=frozenset(flag for flag in _FLAGS if one(_KG + flag) == "true"),
        inverse_label=one(_KG + "inverseLabel"),
        colour=one(_KG + "colour"),
        shape=one(_KG + "shape"),
        line_style=one(_KG + "lineStyle"),
        caveats=by_language(_KG + "caveat"),
        one_answer_to=by_language(_KG + "oneAnswerTo"),
        example=one(_SKOS + "example"),
    )


def _local(value: str) -> str:
    return value.removeprefix(_KG).removeprefix(_OWL).removeprefix(PREFIXES["xsd"])


def vocab_source() -> str:
    """Give the text of kg/vocab.py as the ontology has it now."""
    names = sorted(load_ontology().terms)
    prefixes = "".join(f'    "{name}": "{iri}",\n' for name, iri in PREFIXES.items())
    terms = "".join(f"    {name}: URIRef\n" for name in names)
    return _VOCAB.format(base=BASE, prefixes=prefixes, terms=terms)


_VOCAB = '''"""The closed vocabulary. Written by `kg vocab --write` from ontology/; edit there, not here."""

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

__all__ = ["BASE", "KG", "PREFIXES"]

BASE = "{base}"

#: Prefixes that every query may use without declaring them.
PREFIXES = {{
{prefixes}}}


class KG(DefinedNamespace):
    """The terms of the ontology; a name it does not have fails where it is typed."""

    _NS = Namespace(PREFIXES["kg"])
    _fail = True

{terms}'''

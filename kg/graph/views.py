"""Where each claim stands, and the plain triples of the established and the alleged view.

Derived: they follow from the facts of the source graphs, and can be thrown away and made again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from rdflib.namespace import RDF, RDFS

from kg.graph.facts import Facts, Reading
from kg.graph.names import ALLEGED, LABELS, STANDING
from kg.graph.quads import literal, quad
from kg.model import Basis, Modality, Review
from kg.ontology import Ontology
from kg.vocab import KG, PREFIXES

__all__ = ["NAME_ORDER", "VIEWS", "Views", "standing_of", "view_quads"]

#: Which name an entity is called by, best first.
NAME_ORDER = ("name", "legalName", "alias", "nickname", "formerName", "abbreviation", "weakAlias")

_KG = PREFIXES["kg"]
#: The established view is the default graph.
VIEWS = (None, str(ALLEGED))
#: Standings from the highest down.
_RANK = {name: rank for rank, name in enumerate(("Established", "Said", "Contested", "Withdrawn", "Withheld"))}
_FIRM = {Modality.STATED, Modality.ALLEGED, Modality.REPORTED}
_TYPE = str(RDF.type)


def standing_of(reading: Reading, ontology: Ontology, *, contested: bool, withdrawn: bool) -> str:
    """Give the name of the kg:Standing of a claim. The one place where this rule is written."""
    term = ontology.relations.get(reading.predicate.removeprefix(_KG))
    if reading.review != Review.ACCEPTED:
        return "Withheld"
    if contested:
        return "Contested"
    if withdrawn:
        return "Withdrawn"
    if reading.negated or (term and "assessment" in term.flags):
        return "Withheld"
    if reading.modality not in _FIRM:
        return "Withheld"
    if reading.own_voice and reading.modality == Modality.STATED and reading.basis == Basis.TEXT:
        return "Established"
    return "Said"


def view_quads(facts: Facts, ontology: Ontology) -> Iterator[str]:
    """Write the derived graphs: standing, labels, the default graph and graph:alleged; in the same order for the same facts."""
    views = Views(facts, ontology)
    yield from views.standing()
    yield from _individuals(ontology)
    yield from views.labels()
    for graph in VIEWS:
        yield from views.triples(graph)
        used = views.used(graph)
        yield from views.described(graph, used & facts.types.keys())


class Views:
    """The derived quads that follow from some facts; of all of them, or of the entities in `only`."""

    def __init__(self, facts: Facts, ontology: Ontology, only: Collection[str] | None = None) -> None:
        self.facts, self.ontology = facts, ontology
        self.standings = _standings(facts, ontology)
        self.named = _names(facts, self.standings)
        self.readings = facts.readings if only is None else [r for r in facts.readings if r.subject in only]
        self.only = only

    def standing(self) -> Iterator[str]:
        """Say of each claim where it stands."""
        for claim in sorted(reading.claim for reading in self.readings):
            yield quad(claim, KG.standing, f"<{_KG}{self.standings[claim]}>", STANDING)

    def labels(self) -> Iterator[str]:
        """Give each entity one label."""
        for entity, names in sorted(self.named.items()):
            if self.only is None or entity in self.only:
                yield quad(entity, RDFS.label, literal(min(names)[-1]), LABELS)

    def _view(self, graph: str | None) -> set[tuple[str, str, str]]:
        wanted = {"Established", "Said"} if graph else {"Established"}
        return {reading.triple for reading in self.readings if self.standings[reading.claim] in wanted}

    def triples(self, graph: str | None) -> Iterator[str]:
        """Write the plain triples of a view."""
        for subject, predicate, value in sorted(self._view(graph)):
            yield quad(subject, predicate, value, graph)

    def used(self, graph: str | None) -> set[str]:
        """Give the subjects and objects of the triples of a view."""
        view = self._view(graph)
        return {s for s, _, _ in view} | {o[1:-1] for _, _, o in view if o.startswith("<")}

    def described(self, graph: str | None, entities: Iterable[str]) -> Iterator[str]:
        """Write the classes and the label of entities that a view uses."""
        for entity in sorted(entities):
            for name in sorted({a for kind in self.facts.types[entity] for a in self.ontology.ancestors(kind)}):
                yield quad(entity, RDF.type, f"<{_KG}{name}>", graph)
            # What somebody only says an entity is called is not its label among established facts.
            if names := [name for name in self.named.get(entity, ()) if graph or not name[0]]:
                yield quad(entity, RDFS.label, literal(min(names)[-1]), graph)


def _standings(facts: Facts, ontology: Ontology) -> dict[str, str]:
    """Give where each claim stands. A claim about an event stands no higher than that the event took place."""
    readings = facts.readings
    events = {reading.subject for reading in readings if reading.predicate == _TYPE}
    rejected_events, rejected = _contested(readings, ontology)
    found: dict[str, str] = {}
    for reading in readings:
        contested = reading.subject in rejected_events or reading.text in rejected_events
        contested = contested or bool(rejected and not rejected.isdisjoint(_readings_of(reading.triple, ontology)))
        # A list that lets go of a party says that it was designated, and no longer is: the designation took place.
        withdrawn = reading.claim in facts.withdrawn and reading.subject not in events
        found[reading.claim] = standing_of(reading, ontology, contested=contested, withdrawn=withdrawn)
    took_place: dict[str, str] = {}
    for reading in readings:
        if reading.predicate == _TYPE:
            best = took_place.get(reading.subject, "Withheld")
            took_place[reading.subject] = min(best, found[reading.claim], key=_RANK.__getitem__)
    for reading in readings:
        for event in (reading.subject, reading.text):
            at_most = took_place.get(event)
            if at_most and _RANK[at_most] > _RANK[found[reading.claim]]:
                found[reading.claim] = at_most
    return found


def _contested(readings: list[Reading], ontology: Ontology) -> tuple[set[str], set[tuple[str, str, str]]]:
    """Give the events and the propositions that an accepted, stated rejection contests, in every source."""
    rejects = str(KG.rejects)
    targets = {
        reading.text
        for reading in readings
        if reading.predicate == rejects
        and not reading.negated
        and reading.review == Review.ACCEPTED
        and reading.modality == Modality.STATED
    }
    events: set[str] = set()
    propositions: set[tuple[str, str, str]] = set()
    for target in readings if targets else ():
        if target.claim not in targets:
            continue
        if target.predicate == _TYPE:
            events.add(target.subject)
        else:
            propositions.update(_readings_of(target.triple, ontology))
    return events, propositions


def _readings_of(triple: tuple[str, str, str], ontology: Ontology) -> set[tuple[str, str, str]]:
    """Give a triple, and its mirror image if the relation is symmetric."""
    subject, predicate, value = triple
    term = ontology.relations.get(predicate.removeprefix(_KG))
    if term and "SymmetricProperty" in term.kinds:
        return {triple, (value[1:-1], predicate, f"<{subject}>")}
    return {triple}


def _names(facts: Facts, standings: dict[str, str]) -> dict[str, list[tuple[bool, int, str]]]:
    """Give what every entity may be called: (only said, rank of the kind of name, name)."""
    names: dict[str, list[tuple[bool, int, str]]] = defaultdict(list)
    for entity, labels in facts.labels.items():
        names[entity] = [(False, len(NAME_ORDER), label) for label in labels]
    ranks = {_KG + name: rank for rank, name in enumerate(NAME_ORDER)}
    for reading in facts.readings:
        rank = ranks.get(reading.predicate)
        if rank is not None and standings[reading.claim] in {"Established", "Said"}:
            names[reading.subject].append((standings[reading.claim] == "Said", rank, reading.text))
    for source, called in facts.sources.items():
        names[source] = [(False, 0, called)]
    return names


def _individuals(ontology: Ontology) -> Iterator[str]:
    """Write the labels of entities that the ontology itself has, such as kg:Unspecified."""
    for term in ontology.terms.values():
        if any(ontology.is_a(kind, "Entity") for kind in term.kinds if kind in ontology.classes):
            yield quad(term.iri, RDFS.label, literal(term.label()), LABELS)

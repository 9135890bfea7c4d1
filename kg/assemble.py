"""Sources to quads: load each source of a plan, compare editions, count what came, and gather the facts for the views."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rdflib import URIRef

from kg.editions import Editions, Remembered
from kg.errors import DataError, Fault
from kg.graph import ONTOLOGY
from kg.graph.facts import Facts
from kg.graph.quads import quad, source_quads
from kg.loaders import LOADERS
from kg.loaders._files import sha256_of
from kg.model import Claim, Entity, Record, Source, Withdrawal, local_key, mint
from kg.ontology import load_ontology
from kg.plan import Plan, SourceSpec
from kg.resolve import Decision, canonical_ids, decision_quads

__all__ = ["Assembly", "ontology_quads"]

#: Records between two words of progress.
_PULSE = 10_000


@dataclass(slots=True)
class Assembly:
    """What a build reads: quads go out, and what is learnt on the way stays here."""

    decisions: tuple[Decision, ...] = ()
    say: Callable[[str], None] = lambda _: None
    facts: Facts = field(default_factory=Facts)
    #: By source: sources, entities, claims, withdrawals, rows of a list, and letters of its remarks read and unread.
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    lists: dict[str, Editions] = field(default_factory=dict)
    known: set[URIRef] = field(default_factory=set)
    same: dict[URIRef, URIRef] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.same = canonical_ids(self.decisions)

    def quads(self, plan: Plan) -> Iterator[str]:
        """Write the quads of all sources of a plan, of its decisions and of the ontology."""
        editions = Counter(spec.list for spec in plan.sources if spec.list)
        for spec in plan.sources:
            if spec.list and editions[spec.list] > 1 and spec.list not in self.lists:
                self.lists[spec.list] = Editions(before=Remembered(), same=self.same)
            yield from self.source(plan, spec)
        yield from decision_quads(self.decisions)
        yield from ontology_quads()

    def source(self, plan: Plan, spec: SourceSpec) -> Iterator[str]:
        """Write the quads of one source. Raises DataError for a file that is not the one planned, or gives too little."""
        counts = self.counts[spec.id] = Counter(sources=0, entities=0, claims=0)
        _same_file(plan, spec)
        follows = self.lists.setdefault(spec.list, Editions(same=self.same)) if spec.list else Editions(same=self.same)
        first = follows.latest is None
        records = follows.read(
            lambda edition: LOADERS[spec.loader](plan.path(spec), edition), spec.edition(), spec.expect.get("rows", 0)
        )
        yield from source_quads(self._counted(plan, spec, records), self.same, self.facts)
        counts["rows"] = len(follows.rows)
        least = spec.expect if first else {name: n for name, n in spec.expect.items() if name == "rows"}
        if short := [f"{counts[name]} {name} where at least {n}" for name, n in least.items() if counts[name] < n]:
            fault = f"gave {' and '.join(short)} are expected"
            raise DataError([Fault(f"{plan.place}: {spec.id}", fault, "see what is missing, or lower source.expect")])

    def _counted(self, plan: Plan, spec: SourceSpec, records: Iterator[Record]) -> Iterator[Record]:
        counts = self.counts[spec.id]
        for number, record in enumerate(records, 1):
            match record:
                case Claim():
                    counts["claims"] += 1
                    if record.passage.column == "remarks":
                        counts["remark" if record.predicate.endswith("#remark") else "read"] += len(
                            record.passage.exact
                        )
                case Entity():
                    counts["entities"] += 1
                    self.known.add(record.id)
                case Withdrawal():
                    counts["withdrawals"] += 1
                case Source():
                    counts["sources"] += 1
                    if record.id != mint("source", spec.id):
                        fault = f"{spec.path} calls its source {local_key(record.id)!r}"
                        raise DataError([Fault(f"{plan.place}: {spec.id}", fault, "give both the same id")])
            if number % _PULSE == 0 or number == 1:
                self.say(f"reading {spec.id}" + (f": {counts['claims']:,} claims" if number > 1 else ""))
            yield record

    def strangers(self) -> list[URIRef]:
        """Give the records that decisions judge and no source has."""
        judged = {side for decision in self.decisions for side in (decision.left, decision.right)}
        return sorted(judged - self.known)


def ontology_quads() -> Iterator[str]:
    """Write the ontology into its own graph, where queries and shapes look terms up."""
    for triple in load_ontology().triples:
        yield quad(triple.subject.value, triple.predicate.value, str(triple.object), str(ONTOLOGY))  # type: ignore[union-attr]


def _same_file(plan: Plan, spec: SourceSpec) -> None:
    if spec.sha256 and (digest := sha256_of(plan.path(spec))) != spec.sha256:
        fault = f"its sha256 is {digest}, not {spec.sha256}"
        cure = f"bring back the file, or record the new sha256 in {plan.place}"
        raise DataError([Fault(str(plan.path(spec)), fault, cure)])

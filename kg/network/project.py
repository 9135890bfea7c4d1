"""From claims to a network: what was gathered in, a frozen networkx graph out."""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.dates import certainly, day_range, possibly
from kg.network.claims import Claims
from kg.network.gather import STANDINGS, Gathered, Holds, gather_all, gather_around
from kg.ontology import Ontology, load_ontology
from kg.queries.evidence import Reader

if TYPE_CHECKING:
    from rdflib import Dataset

    #: Nodes are IRIs; node data: label, type (a class of the ontology), names, unnamed, shielded (a victim), denied.
    #: Edge data: relation, label, tie, sign, standing ("Established" or "Said"), claims (a sequence of Evidence).
    Network = nx.MultiDiGraph[str]

__all__ = ["network"]


def network(
    dataset: "Dataset",
    *,
    as_of: str | None = None,
    sure: bool = False,
    include: str = "established",
    among: Collection[str] | None = None,
    depth: int = 1,
) -> "Network":
    """Project a dataset, or what lies within `depth` steps of the entities `among` (IRIs), to a frozen network.

    `include` is "established" (what publishers state in their own voice) or "alleged" (that, and what is said).
    `as_of` is an EDTF day, month or year: edges that possibly hold then, or with `sure` only those that certainly do;
    undated edges possibly hold at any time. Raises ValueError for another `include` or a date that is open.

    Of the claims behind an edge their ids, sources, standings and modalities are kept; quotes and the rest are read
    from the store when somebody looks at them. With `among`, only claims about what is reached are read at all.
    """
    if include not in {"established", "alleged"}:
        raise ValueError(f"include {include!r} is neither 'established' nor 'alleged'")
    view = STANDINGS if include == "alleged" else STANDINGS[:1]
    holds = _holds(as_of, sure) if as_of else None
    reader = Reader(dataset)
    with _collector_paused():
        found = gather_all(dataset, holds) if among is None else gather_around(reader, among, depth, view, holds)
        net = _build(found, view, reader)
    net.graph.update(include=include, as_of=as_of or "", left_out=0)
    nx.freeze(net)  # caches of other libraries do not see direct edits of edge data
    return net


def _holds(as_of: str, sure: bool) -> Holds:
    day_range(as_of)  # a date that is none is refused even where nothing is dated
    return lambda days: (certainly if sure else possibly)(days, as_of)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Leave cycles for later: a million new edges make the collector look through all of them again and again.

    What was made counts as old afterwards, so that the next small collection does not look through it either.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            if not gc.get_freeze_count():  # somebody else's frozen objects stay frozen
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _build(found: Gathered, view: Collection[str], reader: Reader) -> "Network":
    """Make the network, in the order of subjects, relations and objects."""
    ontology = load_ontology()
    net: Network = nx.MultiDiGraph()
    looks: dict[tuple[str, str, str], dict[str, Any]] = {}
    unnamed = {kind: ontology.is_a(kind, "UnnamedGroup") for kind in set(found.types.values())}

    def add_node(node: str) -> None:
        kind, label = found.types[node], found.labels.get(node, node)
        names = tuple(sorted(found.names.get(node, ())))
        net.add_node(node, label=label, type=kind, unnamed=unnamed[kind], shielded=False, names=names, denied=())

    for node in sorted(found.alone):
        add_node(node)
    inside: Any = net  # a million edges through add_edge take three times as long
    after, before = inside._succ, inside._pred
    last = ""
    for subject, name, target, claims in found.edges:
        # "Established" < "Said": one established claim is enough.
        standing = claims[0][2] if len(claims) == 1 else min([each[2] for each in claims])
        if standing not in view:
            continue
        if subject is not last:  # a subject's edges come one after another
            if subject not in after:
                add_node(subject)
            last, kind, beside = subject, found.types[subject], after[subject]
        if target not in after:
            add_node(target)
        look = looks.get((name, kind, standing))
        if look is None:
            look = looks[name, kind, standing] = _look(name, kind, standing, ontology)
        data = look.copy()
        data["claims"] = Claims(claims, reader.read)
        if target in beside:
            beside[target][name] = data
        else:
            beside[target] = before[target][subject] = {name: data}
    for target in found.shielded & set(net):
        net.nodes[target]["shielded"] = True
    _note_denials(net, found, ontology, reader)
    net.graph["sources"] = "; ".join(
        sorted({"{publisher}, {date}".format(**reader.source(each)) for each in found.sources})
    )
    return net


def _look(name: str, subject_type: str, standing: str, ontology: Ontology) -> dict[str, Any]:
    """Give the data of an edge, with room for its claims: to copy it is three times as fast as to make it."""
    relation = ontology.relations[name]
    return {
        "relation": name,
        "label": relation.label(),
        "tie": ontology.tie_of(name, subject_type),
        "sign": relation.sign,
        "standing": standing,
        "claims": (),
    }


def _note_denials(net: "Network", found: Gathered, ontology: Ontology, reader: Reader) -> None:
    """Put on each node what was said of it that somebody denies: never an edge, never forgotten."""
    for claim in filter(None, map(reader.read, sorted(found.contested))):
        for node in sorted({claim.subject, claim.object} & set(net)):
            entry = (claim.quote, " and ".join(claim.denied_by))
            if not ontology.is_a(net.nodes[node]["type"], "Place") and entry not in net.nodes[node]["denied"]:
                net.nodes[node]["denied"] += (entry,)

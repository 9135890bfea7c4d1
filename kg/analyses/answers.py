"""What does an analysis answer, how sure is that, on which quotes does it rest, and what must be said beside it?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from kg.analyses.balance import balance
from kg.analyses.brokers import brokers
from kg.analyses.changes import changes
from kg.analyses.communities import communities
from kg.analyses.cores import cores
from kg.analyses.dismantling import dismantling
from kg.analyses.key_players import key_players
from kg.analyses.predictions import predictions
from kg.analyses.roles import roles
from kg.analyses.sureness import READ_AS, sureness
from kg.analyses.table import cells, compare, heads, sure_table
from kg.model import local_key
from kg.network import Evidence, wording
from kg.queries.evidence import place

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.network import Network

__all__ = ["ANALYSES", "BETWEEN_DATES", "CAVEATS", "RANKINGS", "Answer", "Behind", "answer", "answer_between"]

#: Analyses of a whole network, by the name `kg analyse` takes; each docstring's first line is the question.
ANALYSES: dict[str, "Callable[..., Sequence[Any]]"] = {
    "brokers": brokers,
    "key_players": key_players,
    "cores": cores,
    "communities": communities,
    "dismantling": dismantling,
    "balance": balance,
    "roles": roles,
}
#: Analyses of two networks, as of an earlier and a later date.
BETWEEN_DATES: dict[str, "Callable[..., Sequence[Any]]"] = {"changes": changes, "predictions": predictions}
#: Which analyses rank parties, and by what; for these the table says how sure each rank is.
RANKINGS = {"brokers": "betweenness", "cores": "core"}
#: What must be said beside each answer, in a table and on a page.
CAVEATS = {
    "brokers": "Being between others in this corpus is not importance in crime; in one article it is mostly who the article is about.",
    "key_players": "The set joins or reaches most of what is recorded here. It is no list of targets: removing leaders of "
    "armed groups has been followed by more killing (Phillips 2015, Journal of Quantitative Criminology).",
    "cores": "A dense part of a record is often one event that many took part in, or one source that says much.",
    "communities": "Governments, victims and officials stand in such sets too: a set is not a gang.",
    "dismantling": "This is how a record of ties falls apart, not what would happen. Removing leaders of armed groups has "
    "been followed by more killing and by new groups (Phillips 2015, Journal of Quantitative Criminology).",
    "balance": "Alliances and rivalries as sources say them; most are undated, and allies of one year fight in the next.",
    "roles": "Alike in what is recorded, not alike as people; two may look alike because one sentence names them together.",
    "changes": "What is no longer recorded need not have ended, and what is newly recorded need not be new.",
    "predictions": "A guess is where to look next, never a statement about anybody.",
}
#: Of how many parties, and of how many ties of each, the quotes are shown.
_PARTIES, _TIES = 5, 3


@dataclass(frozen=True, slots=True)
class Behind:
    """One tie that an answer rests on: what it says, the quote, who says so, and where it stands."""

    says: str
    quote: str
    words: str
    where: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its table, how to read it, what must be said beside it, quotes behind it, and the bare results."""

    name: str
    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    reading: str
    caveat: str
    behind: tuple[Behind, ...]
    results: Mapping[str, Sequence[Any]]


def answer(
    name: str, views: Mapping[str, "Network"], *, top: int = 10, unnamed: bool = False, samples: int = 1000
) -> Answer:
    """Answer the question of an analysis from several views, the widest last; rankings say how sure they are.

    Of the established view alone, or with no `samples`, the analysis itself is the answer.
    """
    widest = list(views.values())[-1]
    reading = ""
    results: dict[str, Sequence[Any]] = {}
    if name in RANKINGS and samples and list(views) != ["established"]:
        found = sureness(widest, by=RANKINGS[name], top=top, unnamed=unnamed, samples=samples)
        columns, rows = sure_table(found, widest)
        results["sureness"] = found
        reading = READ_AS.format(samples=f"{samples:,}", among=columns[-1]) if found else ""
    else:
        # Each view is analysed once, for the table and for what is drawn.
        results.update({view: ANALYSES[name](network, top=top, unnamed=unnamed) for view, network in views.items()})
        known = {id(network): results[view] for view, network in views.items()}
        columns, rows = compare(lambda network, **_: known[id(network)], views, top=top, unnamed=unnamed)
    told = [each for each in results.values() if each]
    behind = tuple(_behind(told[-1], widest)) if told else ()
    return Answer(name, _question(ANALYSES[name]), columns, _frozen(rows), reading, CAVEATS[name], behind, results)


def answer_between(name: str, before: "Network", after: "Network", *, top: int = 10, unnamed: bool = False) -> Answer:
    """Answer the question of an analysis of two dates."""
    found = BETWEEN_DATES[name](before, after, top=top, unnamed=unnamed)
    columns = tuple(heads(found[0])) if found else ("party",)
    # A party that vanished has its label in the earlier network only.
    rows = [[_either(cell, before) for cell in cells(each, after)] for each in found]
    return Answer(name, _question(BETWEEN_DATES[name]), columns, _frozen(rows), "", CAVEATS[name], (), {"": found})


def _either(cell: str, before: "Network") -> str:
    return ", ".join(
        str(before.nodes[part].get("label", part)) if part in before else part for part in cell.split(", ")
    )


def _question(analysis: "Callable[..., Sequence[Any]]") -> str:
    return (analysis.__doc__ or "").partition("\n")[0]


def _frozen(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _behind(results: Sequence[Any], network: "Network") -> Iterator[Behind]:
    """Give the quotes of a few ties of the first parties of an answer."""
    label = network.nodes.data("label")
    shown: set[tuple[str, str, str]] = set()
    for party in list(dict.fromkeys(each for row in results for each in _parties(row, network)))[:_PARTIES]:
        edges = [*network.out_edges(party, keys=True), *network.in_edges(party, keys=True)]
        edges = [edge for edge in edges if edge not in shown and "claims" in network.edges[edge]]
        edges.sort(key=lambda edge: (network.edges[edge]["standing"], edge))
        for edge in edges[:_TIES]:
            shown.add(edge)
            data = network.edges[edge]
            claim = data["claims"][0]
            yield Behind(
                f"{label[edge[0]]} {data['label']} {label[edge[1]]}", claim.quote, wording(claim), _where(claim)
            )


def _where(claim: Evidence) -> str:
    return f"{claim.publisher}, {claim.published}, {place(claim)} · {local_key(claim.claim)}"


def _parties(row: Any, network: "Network") -> Iterator[str]:
    for each in fields(row):
        value = getattr(row, each.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, str) and part in network:
                yield part

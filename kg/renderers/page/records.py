"""What a page says, as plain data beside what it draws."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.network import Evidence, wording
from kg.ontology import Ontology, Term
from kg.queries.evidence import MANNER, dated
from kg.queries.evidence import place as place_of
from kg.renderers.links import link
from kg.renderers.selection import selection

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["CROWDED", "LARGE", "NEUTRAL", "Records", "manner"]

NEUTRAL = "#777777"
_OTHER = "other"  # a relation that the ontology puts in no category
_PLAIN_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
CROWDED = 120  # nodes; past it names are written where there is room, more of them the closer one looks
LARGE = 2000  # nodes; past it sigma draws, a canvas draws so many only, and groups take longer than the picture
Line = tuple[int, int, Mapping[str, Any]]  # the numbers of its ends, and its data with the claims as they were read
_TEXTS = ("quote", "before", "after", "attribution", "wording", "note")
_CONTEXT = 110  # characters of the text before and after a quote


class Records:
    """Nodes, edges and the words of the legend, by number: no text of a source is ever an identifier."""

    def __init__(self, network: "Network", lines: Iterable[Line], ontology: Ontology, texts: Mapping[str, str]) -> None:
        self.network, self.ontology, self.texts = network, ontology, texts
        self.sources: dict[str, dict[str, Any]] = {}
        #: Where each node leads on a page that is served.
        self.pages: dict[str, Mapping[str, str]] = {}
        self.edges = [self._edge(*line) for line in lines]
        group = _groups(network)
        self.nodes = [self._node(node, data, group.get(node)) for node, data in network.nodes.items()]
        if len(network) > LARGE:
            near = set(selection(network, limit=LARGE))
            for node, told in zip(network, self.nodes, strict=True):
                if node not in near:
                    told["far"] = True

    def plain(self, title: str) -> dict[str, Any]:
        """Give all of it, ready for JSON; ids without what they begin with alike, which `facts.bases` tells; texts by number."""
        claims = [claim for edge in self.edges for claim in edge["claims"]]
        node_base, claim_base = _base(node["id"] for node in self.nodes), _base(claim["claim"] for claim in claims)
        texts: dict[str, int] = {}
        return {
            "nodes": [
                node | {"id": node["id"].removeprefix(node_base)} | self._leads(node["id"]) for node in self.nodes
            ],
            "edges": [
                edge | {"claims": [_numbered(c, claim_base, texts) for c in edge["claims"]]} for edge in self.edges
            ],
            "texts": list(texts),
            "kinds": self._kinds(),
            "ties": self._ties(),
            "standings": self.standings(),
            "modalities": self._modalities(),
            "sources": list(self.sources.values()),
            "facts": {
                "title": title,
                "crowded": CROWDED,
                "large": LARGE,
                "bases": [node_base, claim_base],
                "numbered": _TEXTS,
            }
            | {key: self.network.graph.get(key, "") for key in ("as_of", "include", "sources")},
        }

    def _leads(self, node: str) -> dict[str, Any]:
        return {"leads": dict(self.pages[node])} if node in self.pages else {}

    def claims(self) -> int:
        """Give how many claims stand behind the edges."""
        return len({claim["claim"] for edge in self.edges for claim in edge["claims"]})

    def _node(self, node: str, data: Mapping[str, Any], group: int | None) -> dict[str, Any]:
        return _told(
            {
                "id": node,
                "label": data["label"],
                "kind": self.kind(data["type"]),
                "type": self.ontology.terms[data["type"]].label(),
                "class": data["type"],
                "names": [name for name in data["names"] if name != data["label"]],
                "denied": [{"quote": quote, "by": by} for quote, by in data["denied"]],
                "group": group,
            }
        )

    def kind(self, name: str) -> str:
        """Give the class under which a type stands in the legend: the nearest that has a colour of its own."""
        return next((each for each in self.ontology.ancestors(name) if self.ontology.terms[each].colour), name)

    def _edge(self, start: int, end: int, data: Mapping[str, Any]) -> dict[str, Any]:
        relation = self.ontology.relations[data["relation"]]
        return _told(
            {
                "from": start,
                "to": end,
                "label": data["label"],
                "relation": data["relation"],
                "manner": manner(data, self.ontology),
                "tie": data["tie"] or _OTHER,
                "sign": data["sign"] or None,
                "stage": relation.stage,
                "standing": data["standing"],
                "claims": [self._claim(each) for each in data["claims"]],
            }
        )

    def _claim(self, each: Evidence) -> dict[str, Any]:
        bounds = each.bounds
        before, after = self._context(each)
        return _told(
            {
                "claim": each.claim,
                "source": self._source(each),
                "quote": each.quote,
                "before": before,
                "after": after,
                "attribution": each.attribution,
                "wording": wording(each),
                "modality": each.modality,
                "standing": each.standing,
                "held": _held(each),
                "from": str(bounds.earliest_start or "") if each.when else "",
                "until": str(bounds.latest_end or "") if each.when else "",
                "dated": True if each.when else None,
                "said": each.said_on,
                "place": place_of(each),
                "jurisdiction": each.jurisdiction,
                "accuser": each.accuser,
                "mention": each.mention,
                "note": each.note,
            }
        )

    def _source(self, each: Evidence) -> int:
        told = {"id": each.source, "publisher": each.publisher, "published": each.published, "url": link(each.url)}
        known = self.sources.setdefault(each.source, told | {"number": len(self.sources), "count": 0})
        known["count"] += 1
        number: int = known["number"]
        return number

    def _context(self, each: Evidence) -> tuple[str, str]:
        """Give the words of the text before and after a quote, where the text is at hand and has the quote there."""
        text = self.texts.get(each.source, "")
        if not text or text[each.start : each.end] != each.quote:
            return "", ""
        before, after = text[max(0, each.start - _CONTEXT) : each.start], text[each.end : each.end + _CONTEXT]
        cut = before if each.start <= _CONTEXT else "… " + before.partition(" ")[2]
        return cut, after if each.end + _CONTEXT >= len(text) else after.rpartition(" ")[0] + " …"

    def _kinds(self) -> list[dict[str, Any]]:
        counts = Counter(node["kind"] for node in self.nodes)
        given = self.ontology.inherited
        return [
            _entry(term, counts, colour=given(term.name, "colour") or NEUTRAL, shape=given(term.name, "shape") or "dot")
            for term in _sorted(self.ontology.terms[name] for name in counts)
        ]

    def _ties(self) -> list[dict[str, Any]]:
        counts = Counter(edge["tie"] for edge in self.edges)
        found = [
            _entry(term, counts, colour=term.colour or NEUTRAL)
            for term in _sorted(self.ontology.ties[name] for name in counts if name != _OTHER)
        ]
        rest = {"name": _OTHER, "label": _OTHER, "colour": NEUTRAL, "count": counts[_OTHER]}
        return [*found, rest] if counts[_OTHER] else found

    def standings(self) -> list[dict[str, Any]]:
        """Give how sure the edges are: each standing that is there, in words and by its line."""
        counts = Counter(edge["standing"] for edge in self.edges)
        terms = [self.ontology.terms[name] for name in sorted(counts)]
        return [_entry(term, counts, words=_words(term), style=term.line_style or "solid") for term in terms]

    def _modalities(self) -> list[dict[str, Any]]:
        """Give the ways in which things are said, the firmest first."""
        counts = Counter(claim["modality"] for edge in self.edges for claim in edge["claims"])
        return [
            _entry(self.ontology.terms[name], counts, rank=rank) for rank, name in enumerate(MANNER) if counts[name]
        ]


def _numbered(claim: Mapping[str, Any], base: str, texts: dict[str, int]) -> dict[str, Any]:
    """Give a claim with its long texts by their numbers: one sentence is often behind several claims."""
    kept = {key: texts.setdefault(claim[key], len(texts)) for key in _TEXTS if key in claim}
    return {**claim, **kept, "claim": claim["claim"].removeprefix(base)}


def _base(ids: Iterable[str]) -> str:
    """Give what all ids begin with, up to a slash.

    >>> _base(["http://kg/claim/a.1", "http://kg/claim/a.2"]), _base([])
    ('http://kg/claim/', '')
    """
    known = sorted(ids) or [""]
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(known[0], known[-1], strict=False))
    common = "".join(first for first, _ in alike)
    return common[: common.rfind("/") + 1]


def _entry(term: Term, counts: Mapping[str, int], **more: Any) -> dict[str, Any]:
    return {"name": term.name, "label": term.label(), "count": counts[term.name], **more}


def _sorted(terms: Iterable[Term]) -> Sequence[Term]:
    return sorted(terms, key=lambda term: term.label())


def _told(record: dict[str, Any]) -> dict[str, Any]:
    """Give a record without what it has nothing to say about: a page of thousands of claims must stay small."""
    return {key: value for key, value in record.items() if value not in (None, "")}


def _groups(network: "Network") -> dict[str, int]:
    """Give the number of each node's community (Louvain; Blondel and others 2008), the largest 0; none for a lone one."""
    if not 3 <= len(network) <= LARGE:
        return {}
    found = nx.community.louvain_communities(nx.Graph(network), weight=None, seed=0)
    order = {node: index for index, node in enumerate(network)}
    ranked = sorted(
        (each for each in found if len(each) > 2), key=lambda each: (-len(each), min(order[node] for node in each))
    )
    return {node: number for number, members in enumerate(ranked) for node in members}


def manner(data: Mapping[str, Any], ontology: Ontology) -> str:
    """Give in a word or two how what is not established is said: "alleged", "reported", "stated, background"."""
    if ontology.terms[data["standing"]].line_style != "dashed":
        return ""
    found = []
    for each in data["claims"]:
        word = wording(each).partition(" ")[0]
        basis = ontology.terms[each.basis]
        found.append(word if basis.name == "Text" else f"{word}, {basis.label()}")
    return "; ".join(sorted(set(found)))


def _words(term: Term) -> str:
    """Give a standing in words: "established, stated by the publisher"."""
    caveat = term.caveats.get("en", "")
    return caveat if caveat.startswith(term.label()) else f"{term.label()}, {caveat}"


def _held(each: Evidence) -> str | None:
    """Give the date it holds; what is not a plain date is given in days too."""
    if each.when is None or _PLAIN_DATE.fullmatch(each.when):
        return dated(each) or None
    b = each.bounds
    days = [
        f"{word} {first} to {last}" if first != last else f"{word} {first}"
        for word, first, last in (("begins", b.earliest_start, b.latest_start), ("ends", b.earliest_end, b.latest_end))
        if first and last
    ]
    return f"{dated(each)} ({'; '.join(days)})" if days else dated(each)

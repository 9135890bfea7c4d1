"""The page of a network: whole, inert, the same each time. Nothing here opens a browser."""

import base64
import hashlib
import json
import os
import pickle
import re
import subprocess
import sys
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.dates import Bounds
from kg.network import Evidence, wording
from kg.renderers.html import render
from kg.renderers.page.layout import Box, Link, place

CLAIM = Evidence(
    claim="https://example.org/claim/1",
    source="https://example.org/source",
    publisher="The Paper",
    published="2025-01-02",
    url="https://example.org/article",
    quote="Ana leads the group",
    start=10,
    end=29,
    row=None,
    column=None,
    modality="Alleged",
    standing="Said",
    basis="Text",
    subject="ana",
    relation="leads",
    object="luis",
    literal=False,
    negated=False,
    review="Accepted",
    accuser="a prosecutor",
    mention="the group",
    note="read by an editor",
    denied_by=("Ana's lawyer",),
    claimant="a prosecutor",
    via=(),
    attribution="a prosecutor alleges",
    when="[2024-12-01..2024-12-31]",
    date_basis=None,
    said_on="2025-01-01",
    jurisdiction="Mexico",
    bounds=Bounds(),
)
PAYLOAD = "</script><script>window.hit=1</script><img src=x onerror=window.hit=1>&\u2028\"'"


def network(*edges: tuple[str, str, str], claim: Evidence = CLAIM, **graph: str) -> "nx.MultiDiGraph[str]":
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph(include="alleged", as_of="", sources="The Paper, 2025-01-02", **graph)
    for subject, relation, target in edges:
        for node in (subject, target):
            net.add_node(node, label=node, type="Person", unnamed=False, names=(node,), denied=())
        net.add_edge(
            subject, target, key=relation, relation=relation, label=relation, tie="Command", sign=0, standing=claim.standing, claims=(claim,)
        )  # fmt: skip
    return net


class Page(HTMLParser):
    """What a browser would see: tags with attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self.data: dict[str, Any] = {}
        self._inside: tuple[str, dict[str, str | None]] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in self.texts:
            self._inside = (tag, dict(attrs))
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == self._inside[0]:
            if name := self._inside[1].get("id"):
                self.data[name] = json.loads(self.texts[tag].pop())
                if name == "records":
                    for claim in (claim for edge in self.data[name]["edges"] for claim in edge["claims"]):
                        numbered = claim.keys() & set(self.data[name]["facts"]["numbered"])
                        claim |= {key: self.data[name]["texts"][claim[key]] for key in numbered}
            self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside[0]][-1] += data


def test_the_same_network_gives_the_same_bytes(alleged: "nx.MultiDiGraph[str]", tmp_path: Path) -> None:
    stored = tmp_path / "network.pickle"
    stored.write_bytes(pickle.dumps(alleged))
    code = (
        "import hashlib, pathlib, pickle, sys; from kg.renderers.html import render; "
        "print(hashlib.sha256(render(pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())).encode()).hexdigest())"
    )
    for seed in ("1", "2"):
        told = subprocess.run(
            [sys.executable, "-c", code, str(stored)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        assert told.stdout.decode().strip() == hashlib.sha256(render(alleged).encode()).hexdigest()


def test_the_network_is_left_as_it_was(alleged: "nx.MultiDiGraph[str]") -> None:
    before = nx.to_dict_of_dicts(alleged)
    render(alleged)
    assert nx.to_dict_of_dicts(alleged) == before


def test_every_claim_of_every_edge_is_in_the_page_with_its_words(alleged: "nx.MultiDiGraph[str]") -> None:
    shown = Page(render(alleged)).data["records"]["edges"]
    assert len(shown) == alleged.number_of_edges()
    for (_, _, data), edge in zip(alleged.edges(data=True), shown, strict=True):
        assert [(c["quote"], c["wording"]) for c in edge["claims"]] == [(e.quote, wording(e)) for e in data["claims"]]


def test_what_is_established_is_solid_and_what_is_said_is_dashed_and_says_so(alleged: "nx.MultiDiGraph[str]") -> None:
    page = Page(render(alleged))
    looks = {
        (edge["standing"], bool(drawn["dashes"]), "(" in drawn["label"], drawn["width"])
        for edge, drawn in zip(page.data["records"]["edges"], page.data["drawing"]["edges"], strict=True)
    }
    assert looks == {("Established", False, False, 2.6), ("Said", True, True, 1.5)}


def test_a_denial_is_with_the_party_and_never_an_edge() -> None:
    net = network(("ana", "leads", "luis"))
    net.nodes["ana"]["denied"] = (("Ana met Luis", "Ana's lawyer"),)
    page = Page(render(net)).data
    assert page["drawing"]["nodes"][0]["label"] == "ana\n[denied: 1]"
    assert page["records"]["nodes"][0]["denied"] == [{"quote": "Ana met Luis", "by": "Ana's lawyer"}]
    assert len(page["drawing"]["edges"]) == 1


def test_parallel_and_opposite_edges_are_all_kept_and_lie_apart() -> None:
    net = network(
        ("ana", "leads", "luis"), ("ana", "kinOf", "luis"), ("luis", "alliedWith", "ana"), ("ana", "leads", "ana")
    )
    page = Page(render(net)).data
    edges = [drawn | told for drawn, told in zip(page["drawing"]["edges"], page["records"]["edges"], strict=True)]
    # Seen from one side, for a line that runs back bends to the other side of itself.
    sides = [
        (1 if (e["from"] < e["to"]) == (e["smooth"]["type"] == "curvedCW") else -1) * e["smooth"]["roundness"]
        if e.get("smooth")
        else 0
        for e in edges
        if e["from"] != e["to"]
    ]
    assert len(edges) == 4
    assert len(set(sides)) == 3


def test_a_line_alone_is_straight(alleged: "nx.MultiDiGraph[str]") -> None:
    page = Page(render(alleged)).data
    edges = page["drawing"]["edges"]
    pairs = [frozenset((edge["from"], edge["to"])) for edge in page["records"]["edges"]]
    assert all(edge["smooth"] is False for edge, pair in zip(edges, pairs, strict=True) if pairs.count(pair) == 1)


def test_nothing_that_sources_say_becomes_markup() -> None:
    vocabulary = {"relation", "modality", "standing", "basis", "review"}
    texts = {name for name in CLAIM.__dataclass_fields__ if isinstance(getattr(CLAIM, name), str)} - vocabulary
    hostile = replace(
        CLAIM,
        **dict.fromkeys(texts - {"url"}, PAYLOAD),
        url="javascript:window.hit=1",
        via=(PAYLOAD,),
        denied_by=(PAYLOAD,),
    )
    net = network((PAYLOAD, "leads", PAYLOAD + "2"), claim=hostile)
    net.graph.update(sources=PAYLOAD, as_of=PAYLOAD)
    net.nodes[PAYLOAD]["denied"] = ((PAYLOAD, PAYLOAD),)
    hostile_page, plain_page = Page(render(net, title=PAYLOAD)), Page(render(network(("a", "leads", "b")), title="t"))
    assert [tag for tag, _ in hostile_page.tags] == [tag for tag, _ in plain_page.tags]
    assert hostile_page.texts["script"] == plain_page.texts["script"]
    assert hostile_page.texts["title"] == [PAYLOAD]
    assert hostile_page.data["records"]["nodes"][0]["label"] == PAYLOAD
    assert not any(name.startswith("on") for _, attributes in hostile_page.tags for name in attributes)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("https:alert", False),
        ("//example.org", False),
        ("https://[broken", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, shown: bool) -> None:
    page = Page(render(network(("ana", "leads", "luis"), claim=replace(CLAIM, url=url))))
    assert (page.data["records"]["sources"][0]["url"] is not None) == shown


def test_the_policy_allows_the_carried_scripts_and_style_by_hash_and_nothing_else(
    alleged: "nx.MultiDiGraph[str]",
) -> None:
    page = Page(render(alleged))
    policy = next(a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy") or ""
    hashes = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for kind in ("style", "script")
        for text in page.texts[kind]
    ]
    assert policy.startswith("default-src 'none'; ")
    assert re.findall(r"'sha256-([^']+)'", policy) == hashes
    assert "unsafe" not in policy


def test_the_page_asks_for_nothing(alleged: "nx.MultiDiGraph[str]") -> None:
    text = render(alleged)
    page = Page(text)
    assert not [
        name
        for _, attributes in page.tags
        for name in attributes
        if name in {"src", "srcset", "action", "data", "poster"}
    ]
    assert all((attributes["href"] or "").startswith("#") for _, attributes in page.tags if "href" in attributes)
    assert not {tag for tag, _ in page.tags} & {"link", "iframe", "object", "embed", "img", "base", "form"}
    assert "sourceMappingURL" not in text
    assert not re.search(r"url\(|@import", page.texts["style"][0])


def test_the_script_never_parses_markup() -> None:
    ours = Page(render(network(("ana", "leads", "luis")))).texts["script"][-1]
    assert not re.search(
        r"innerHTML|outerHTML\s*\+?=[^=]|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|srcdoc",
        ours,
    )


def test_the_page_can_be_sent_by_mail(alleged: "nx.MultiDiGraph[str]") -> None:
    assert len(render(alleged).encode()) < 1_000_000


def test_a_date_that_is_not_plain_is_given_in_days_too() -> None:
    from kg.dates import bounds

    when = "[2024-12-01..2024-12-31]"
    page = Page(render(network(("ana", "leads", "luis"), claim=replace(CLAIM, when=when, bounds=bounds(when)))))
    assert page.data["records"]["edges"][0]["claims"][0]["held"].startswith(f"{when} (begins 2024-12-01 to 2024-12-31")


def test_a_quote_stands_among_the_words_around_it_only_where_the_text_has_it_there() -> None:
    text = "Yesterday: Ana leads the group, a prosecutor alleges."
    claim = replace(CLAIM, start=11, end=30)
    net = network(("ana", "leads", "luis"), claim=claim)
    shown = Page(render(net, texts={claim.source: text})).data["records"]["edges"][0]["claims"][0]
    assert (shown["before"], shown["after"]) == ("Yesterday: ", ", a prosecutor alleges.")
    moved = Page(render(net, texts={claim.source: " " + text})).data["records"]["edges"][0]["claims"][0]
    assert "before" not in moved


def test_what_there_is_nothing_to_say_of_takes_no_room() -> None:
    claim = replace(CLAIM, note=None, mention=None)
    assert (
        not {"note", "mention"}
        & Page(render(network(("a", "leads", "b"), claim=claim))).data["records"]["edges"][0]["claims"][0].keys()
    )


def test_the_script_is_put_together_from_every_part_that_lies_there() -> None:
    from importlib.resources import files

    from kg.renderers.html import _PARTS

    lying = {each.name for each in (files("kg.renderers.page") / "script").iterdir()}
    assert lying == {f"{name}.js" for name in _PARTS}


def test_an_empty_network_gives_a_page() -> None:
    assert Page(render(network())).data["records"]["edges"] == []


def test_a_thousand_nodes_are_drawn_in_seconds() -> None:
    net = network(*((f"p{n}", "leads", f"p{n // 3}") for n in range(1, 1000)))
    started = time.perf_counter()
    render(net)
    assert time.perf_counter() - started < 20


def test_parts_of_a_picture_lie_apart() -> None:
    boxes = [Box(100, 40)] * 9
    at = place(boxes, [Link(0, 1, Box(50, 20)), Link(1, 2, Box(50, 20)), Link(3, 4, Box(50, 20))])
    assert all(abs(a[0] - b[0]) >= 100 or abs(a[1] - b[1]) >= 40 for i, a in enumerate(at) for b in at[:i])

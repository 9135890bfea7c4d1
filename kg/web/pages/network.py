"""The network around somebody, drawn by the renderer of offline pages; each entry leads to its page and opens further."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any
from urllib.parse import urlencode

from kg.model import local_key
from kg.queries import label_of
from kg.renderers import render
from kg.web.live import Build
from kg.web.pages.asked import Missing
from kg.web.pages.entity import named
from kg.web.pages.links import path_of
from kg.web.pages.page import Page
from kg.web.pages.rights import may_show

__all__ = ["network"]

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
#: Entries of a picture, and pictures of a build that are kept.
_MOST, _KEPT = 150, 32


def network(build: Build, asked: dict[str, Any]) -> Page:
    """What lies around one or several entities."""
    centre = [named(build, key) for key in dict.fromkeys(asked["entity"])]
    if not centre:
        return Page("network", "Network", {"centre": []}, shown={"centre": [], "asked": asked})
    from kg.network import network as project  # networkx takes a third of a second, which a start need not
    from kg.network import picture
    from kg.renderers.selection import selection
    from kg.renderers.tables import table_of

    depth, include, on = asked["depth"], asked["include"], asked["on"]
    whole = project(build.dataset, among=centre, depth=depth, include=include, as_of=on)
    if not any(each in whole for each in centre):
        raise Missing(
            f"{label_of(build.dataset, centre[0])} has no tie in this view; what is said is with include=alleged"
        )
    there = [each for each in centre if each in whole]
    drawn = selection(picture(whole, keep=there), limit=_MOST, keep=there)
    title = " and ".join(str(whole.nodes[each]["label"]) for each in there[:3])
    columns, rows = table_of(drawn)

    def draw() -> str:
        return render(drawn, "html", title=title, texts=_texts(build, drawn), pages=_pages(drawn, there, asked))

    key = f"network {sorted(centre)} {depth} {include} {on}"
    text = build.recent(key, draw, _KEPT) if asked["form"] == "html" else ""
    policy = _POLICY.search(text[:4000])
    nodes = [
        {"id": node, "label": data["label"], "type": data["type"], "page": path_of(node)}
        for node, data in drawn.nodes.items()
    ]
    return Page(
        "network",
        title,
        {
            "centre": centre,
            "include": include,
            "as_of": on or "",
            "nodes": nodes,
            "claims": [dict(zip(columns, each, strict=True)) for each in rows],
        },
        columns,
        rows,
        sorted({claim.claim for _, _, data in drawn.edges(data=True) for claim in data["claims"].briefs} | set(drawn)),
        html=text,
        policy=f"{unescape(policy[1])}; frame-ancestors 'none'" if policy else "",
    )


def _texts(build: Build, drawn: Any) -> dict[str, str]:
    """Give the texts of the sources drawn whose rights allow more than their passages."""
    sources = {brief.source for _, _, data in drawn.edges(data=True) for brief in data["claims"].briefs}
    return {each: text for each in sources if (text := build.text(each)) and may_show(build.licence(each))}


def _pages(drawn: Any, centre: Sequence[str], asked: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Give for each entry its own page, and the picture that it opens into: itself beside what is the centre now."""
    view = {name: asked[name] for name in ("depth", "include", "on") if asked[name]}
    found = {}
    for node in drawn:
        keys = [local_key(each) for each in dict.fromkeys([*centre, node])][-_CENTRES:]
        query = urlencode([*(("entity", key) for key in keys), *view.items()])
        alone = urlencode([("entity", local_key(node)), *view.items()])
        found[node] = {
            "page": path_of(node),
            "opens": "" if node in centre else f"/network?{query}",
            "alone": f"/network?{alone}",
        }
    return found


#: Entities that a picture spreads from at most.
_CENTRES = 6

"""A network for other tools: GraphML and GEXF, each claim an edge with its quote."""

import io
from typing import TYPE_CHECKING

import networkx as nx

from kg.model import local_key
from kg.network import wording

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["render_gexf", "render_graphml"]


def render_graphml(network: "Network") -> str:
    """Give a network as GraphML."""
    out = io.BytesIO()
    nx.write_graphml_xml(_flat(network), out, named_key_ids=True)
    return out.getvalue().decode("utf-8") + "\n"


def render_gexf(network: "Network") -> str:
    """Give a network as GEXF 1.2 for Gephi."""
    lines = list(nx.generate_gexf(_flat(network)))
    # NetworkX stamps the day of writing; the same network must give the same text.
    return (
        "\n".join(line for line in lines if "<meta " not in line and "</meta>" not in line and "<creator>" not in line)
        + "\n"
    )


def _flat(network: "Network") -> "Network":
    """Give a network with plain attributes: one edge a claim, with the words that must stand beside it."""
    flat: Network = nx.MultiDiGraph()
    for node, data in network.nodes(data=True):
        denied = "; ".join(f"denied by {by}: «{quote}»" for quote, by in data["denied"])
        flat.add_node(node, label=data["label"], type=data["type"], names="; ".join(data["names"]), denied=denied)
    for subject, target, data in network.edges(data=True):
        for each in data["claims"]:
            flat.add_edge(
                subject,
                target,
                key=local_key(each.claim),
                label=data["label"],
                tie=data["tie"] or "",
                standing=each.standing,
                modality=each.modality,
                wording=wording(each),
                quote=each.quote,
                attribution=each.attribution or "",
                jurisdiction=each.jurisdiction or "",
                when=each.when or "",
                date_basis=each.date_basis or "",
                said_on=each.said_on or "",
                publisher=each.publisher,
                published=each.published,
            )
    return flat

"""A network as a table: one row a claim, never an edge without its quote."""

import csv
import io
from typing import TYPE_CHECKING

from kg.model import local_key
from kg.network import wording

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["COLUMNS", "render_csv"]

COLUMNS = (
    "subject", "relation", "object", "standing", "modality", "wording", "quote", "attribution", "when", "date_basis", "said_on",
    "jurisdiction", "publisher", "published", "url", "start", "end", "claim",
)  # fmt: skip


def render_csv(network: "nx.MultiDiGraph[str]") -> str:
    """Give the claims of a network as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    label = network.nodes.data("label")
    for subject, target, data in network.edges(data=True):
        for each in data["claims"]:
            writer.writerow(
                [
                    label[subject], data["label"], label[target], each.standing, each.modality, wording(each), each.quote,
                    each.attribution or "", each.when or "", each.date_basis or "", each.said_on or "", each.jurisdiction or "", each.publisher,
                    each.published, each.url or "", each.start, each.end, local_key(each.claim),
                ]
            )  # fmt: skip
    return out.getvalue()

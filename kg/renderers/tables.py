"""A network as a table: one row a claim, never an edge without its quote."""

import csv
import io
from typing import TYPE_CHECKING

from kg.model import local_key
from kg.network import wording

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["COLUMNS", "render_csv", "table_of"]

COLUMNS = (
    "subject", "relation", "object", "standing", "modality", "wording", "quote", "attribution", "when", "date_basis", "said_on",
    "jurisdiction", "publisher", "published", "url", "start", "end", "claim",
)  # fmt: skip


def render_csv(network: "nx.MultiDiGraph[str]") -> str:
    """Give the claims of a network as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns, rows = table_of(network)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def table_of(network: "nx.MultiDiGraph[str]") -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Give the claims of a network as columns and rows."""
    label = network.nodes.data("label")
    return COLUMNS, [
        (
            label[subject], data["label"], label[target], each.standing, each.modality, wording(each), each.quote,
            each.attribution or "", each.when or "", each.date_basis or "", each.said_on or "", each.jurisdiction or "", each.publisher,
            each.published, each.url or "", each.start, each.end, local_key(each.claim),
        )
        for subject, target, data in network.edges(data=True)
        for each in data["claims"]
    ]  # fmt: skip

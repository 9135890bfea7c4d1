"""The SPARQL endpoint: what programs ask.

gate         which queries are let through
confine      what a worker gives up: the network, programs, memory without bound
worker       a process that answers queries from one build, and can be killed
wire         messages between service and workers
pool         the workers: limits of time and memory, a queue, new builds
formats      which format of an answer a client likes best
protocol     SPARQL 1.1 Protocol, and Graph Store Protocol for reading
description  what the service is, in RDF
editor       a page to write queries on
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from starlette.routing import Route

    from kg.web.settings import Settings
    from kg.web.sparql.pool import Pool

__all__ = ["lifespan", "routes"]


# A worker imports this package too, and starts faster without the service.
def routes(settings: Settings) -> list[Route]:
    """Give the endpoint's addresses."""
    from kg.web.sparql import protocol

    return protocol.routes(settings)


def lifespan(settings: Settings) -> AbstractAsyncContextManager[Pool]:
    """Start the workers, and stop them at the end."""
    from kg.web.sparql.pool import pool

    return pool(settings)

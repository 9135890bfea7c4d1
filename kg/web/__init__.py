"""`kg serve`: the explorer and the SPARQL endpoint over one store, read-only.

settings    what is served, to whom, and the limits
app         the application: pages, SPARQL, health and metrics
middleware  what holds for every request: limits, host, headers, log
server      how it listens: slow and oversized heads are cut off, and it stops in order
metrics     counts and times, as Prometheus reads them
pages/      what people read
sparql/     what programs ask
"""

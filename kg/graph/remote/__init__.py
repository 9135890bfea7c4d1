"""Stores behind a SPARQL 1.1 endpoint: many builds side by side, of which one is current.

endpoint   addresses, authentication, new tries, one line when it fails
builds     which build is current, what it is made of
rewrite    a query, so that it asks one build
reader     one build, read by queries as a store is read
copies     one build, brought to this machine
publish    a store on this machine, loaded as a build and made current
"""

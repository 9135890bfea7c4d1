"""What is established in a store as FollowTheMoney entities, one JSON object a line.

FollowTheMoney has no word for who says so, how firmly, since when we know it, or where it stands. So only what is
established goes out: an allegation written as a FollowTheMoney property would be a fact there. Lost, and counted by
`write_ftm`: claims that are alleged, reported, denied, contested, negated, withheld or candidates; legal stages,
kinship by degree, events other than designations, and every other relation that ontology/alignments.ttl does not pair;
groups without names. Lost without count: quotes, sources, attributions, modality, the basis of dates, and dates of
anything but a link or a designation. What a list says in words (kg:particular, kg:remark) goes to `notes`.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import Dataset

from kg.ftm_terms import FTM, ftm_terms
from kg.graph import rows
from kg.model import local_key
from kg.ontology import load_ontology
from kg.vocab import PREFIXES

__all__ = ["ftm_lines"]

_CLAIMS = """
SELECT ?claim ?standing ?subject ?relation ?object ?when WHERE {
  GRAPH graph:standing { ?claim kg:standing ?standing }
  GRAPH ?source { ?claim rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object . OPTIONAL { ?claim kg:when ?when } }
} ORDER BY ?subject ?relation ?object ?claim"""
_TYPES = """
SELECT DISTINCT ?entity ?type WHERE {
  GRAPH ?source { ?source a kg:Source . ?entity a ?type }
  FILTER(?type NOT IN (kg:Claim, kg:Passage, kg:Relay, kg:Source))
} ORDER BY ?entity ?type"""
_LABELS = "SELECT ?entity ?label WHERE { GRAPH graph:labels { ?entity rdfs:label ?label } }"
#: Ids that FollowTheMoney takes as they are.
_ID = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?")
_OUTWARD = ("exactMatch", "closeMatch", "broadMatch")
_KG = PREFIXES["kg"]


def ftm_lines(dataset: Dataset, lost: Counter[str]) -> Iterator[str]:
    """Give the lines in the order of the ids, and count in `lost` the claims that have no place there, by reason."""
    terms, ontology = ftm_terms(), load_ontology()
    schemata = _outward()
    labels = {entity: label for entity, label in rows(dataset, _LABELS) if entity and label}
    kinds = {entity: (kind or "").removeprefix(_KG) for entity, kind in rows(dataset, _TYPES) if entity}
    made: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    schema_of: dict[str, str] = {}
    links = {ours: schema for schema, ours in sorted(terms.links.items(), reverse=True)}

    def entity(iri: str) -> bool:
        schema = next((schemata[each] for each in ontology.ancestors(kinds.get(iri, "")) if each in schemata), None)
        # Of events theirs has room for sanctions: roles in another would be properties that it does not have.
        other_event = schema == "Event" or kinds.get(iri) == "Delisting"
        if schema is None or other_event or kinds.get(iri) == "UnnamedGroup":
            return False
        schema_of[iri] = schema
        if iri in labels and not made[iri]["name"] and schema not in {"Sanction"}:
            made[iri]["name"].add(labels[iri])
        return True

    for claim, standing, subject, relation, value, when in rows(dataset, _CLAIMS):
        name = (relation or "").removeprefix(_KG)
        if claim is None or subject is None or value is None:
            continue
        if standing != _KG + "Established":
            lost[f"not established ({(standing or '').removeprefix(_KG).lower()})"] += 1
        elif not entity(subject):
            lost[f"about a {kinds.get(subject) or 'thing'}, which has no schema"] += 1
        elif relation == PREFIXES["rdf"] + "type":
            made[subject]["startDate"] |= set(_day(when))
        elif name in links:
            if not entity(value):
                lost[f"{name} to a {kinds.get(value) or 'thing'}, which has no schema"] += 1
                continue
            left, right = terms.ends[links[name]]
            link = f"link:{subject}:{name}:{value}"
            schema_of[link] = links[name]
            made[link][left].add(_id(subject))
            made[link][right].add(_id(value))
            start, end = _span(when)
            made[link]["startDate"] |= start
            made[link]["endDate"] |= end
        elif (found := _property(name, value, schema_of[subject])) is not None:
            property_, text = found
            is_entity = property_ == "entity" and entity(value)
            made[subject][property_].add(_id(value) if is_entity else labels.get(value, text))
            if schema_of[subject] == "Sanction":
                made[subject]["startDate"] |= set(_day(when))
        else:
            lost[f"{name} has no property"] += 1
    for line in sorted(
        (_id(iri), schema_of[iri], {key: sorted(found) for key, found in made[iri].items() if found})
        for iri in schema_of
    ):
        number, schema, properties = line
        given = {"id": number, "schema": schema, "properties": dict(sorted(properties.items()))}
        yield json.dumps(given, ensure_ascii=False) + "\n"


def _outward() -> dict[str, str]:
    """Give the schema of each of our classes; ours may be the narrower one."""
    found: dict[str, tuple[int, str]] = {}
    for triple in load_ontology().triples:
        subject, value, how = triple.subject, triple.object, triple.predicate.value.removeprefix(PREFIXES["skos"])
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode) and value.value.startswith(FTM):
            name = subject.value.removeprefix(_KG)
            if how in _OUTWARD and load_ontology().is_a(name, "Entity"):
                rank = (_OUTWARD.index(how), value.value.removeprefix(FTM))
                found[name] = min(rank, found.get(name, rank))
    return {name: schema for name, (_, schema) in found.items()}


def _property(name: str, value: str, schema: str) -> tuple[str, str] | None:
    """Give the property a relation is written as, and the text."""
    terms = ftm_terms()
    if name in {"particular", "remark", "sanctionsInformation"}:
        return "notes", value
    if name in {"legalName", "nickname"}:
        return ("name" if name == "legalName" else "weakAlias"), value
    kind, _, text = value.partition(": ")
    if name == "identifier" and kind in terms.kinds:
        return kind, text
    if name == "contact":
        return ("email" if "@" in value else "website" if "www" in value or "://" in value else "phone"), value
    ours = {relation: foreign for foreign, relation in sorted(terms.relations.items(), reverse=True)}
    if name == "identifier":
        return "idNumber", value
    return (ours[name], value) if name in ours else None


def _id(iri: str) -> str:
    key = local_key(iri) if not iri.startswith("link:") else iri
    if _ID.fullmatch(key):
        return key
    return f"kg-{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def _day(when: str | None) -> list[str]:
    """Give a date that FollowTheMoney can hold: a year, a month, a day; no doubt, no range."""
    return [when] if when and re.fullmatch(r"\d{4}(-\d\d){0,2}", when) else []


def _span(when: str | None) -> tuple[set[str], set[str]]:
    start, joint, end = (when or "").partition("/")
    return set(_day(start)) if joint or start else set(), set(_day(end))

"""The promise: no allegation dressed as a fact. What stands in which view, on the article and on small data."""

import shutil
from pathlib import Path

import pytest
from rdflib import URIRef

import kg
from kg.check import check_shapes
from kg.graph import memory_store, rows
from kg.graph.facts import facts_in
from kg.graph.views import view_quads
from kg.ontology import load_ontology
from kg.pipeline import dataset_of
from kg.vocab import KG, PREFIXES

REPO = Path(__file__).parents[2]
ALLEGED = "GRAPH graph:alleged"


def triples(dataset, pattern, graph=""):
    """The plain triples that match a pattern in a view, as local names."""
    query = f"SELECT ?s ?p ?o WHERE {{ {graph} {{ {pattern} }} }}"
    return {
        tuple(str(each).rsplit("/", 1)[-1].replace("bbc-2025-08-13.", "") for each in row)
        for row in rows(dataset, query)
    }


@pytest.mark.parametrize("graph", ["", ALLEGED])
def test_no_view_says_trump_authorised_anything(article, graph):
    assert not triples(
        article, "?s ?p ?o . FILTER(?s = :bbc-2025-08-13.authorisation || ?o = :bbc-2025-08-13.authorisation)", graph
    )
    trump = triples(
        article, "?s ?p ?o . FILTER(?s = :bbc-2025-08-13.donald-trump || ?o = :bbc-2025-08-13.donald-trump)", graph
    )
    assert {p for _, p, _ in trump} == {
        "ontology#name",
        "ontology#holdsPosition",
        "22-rdf-syntax-ns#type",
        "rdf-schema#label",
    }


@pytest.mark.parametrize("graph", ["", ALLEGED])
def test_no_view_has_rosa_a_in_the_group(article, graph):
    assert not triples(article, "?s ?p ?o . FILTER(?p = kg:namedMember && ?o = :bbc-2025-08-13.rosa-a)", graph)


def test_the_established_view_accuses_nobody(article):
    stages = {f"ontology#{name}" for name, term in load_ontology().relations.items() if term.stage}
    assert not {p for _, p, _ in triples(article, "?s ?p ?o")} & (stages | {"ontology#victim"})


def test_the_established_view_holds_nothing_that_only_officials_say(article):
    assert not triples(article, "?s ?p ?o . FILTER(?p IN (kg:memberOf, kg:includes, kg:condition, kg:cooperatesWith))")


def test_the_established_view_holds_nothing_resolved_from_background(article):
    assert not triples(article, "?s ?p ?o . FILTER(?p IN (kg:leads, kg:runsFinancesOf))")
    assert triples(article, "?s kg:leads ?o . ?s ?p ?o", ALLEGED) == {("nemesio-oseguera", "ontology#leads", "cjng")}


def test_what_is_established(article):
    assert ("group-of-29", "ontology#namedMember", "caro-quintero") in triples(article, "?s ?p ?o")
    assert ("abigael-gonzalez-valencia", "ontology#brotherInLawOf", "nemesio-oseguera") in triples(article, "?s ?p ?o")


def test_the_alleged_view_holds_all_of_the_established_one(article):
    assert triples(article, "?s ?p ?o") < triples(article, "?s ?p ?o", ALLEGED)


def test_assessments_enter_no_view(article):
    assert not triples(
        article,
        "?s ?p ?o . FILTER(?p IN (kg:describedAs, kg:demonstrates, kg:inResponseTo, kg:mechanism, kg:lessKnownThan))",
        ALLEGED,
    )


def test_every_plain_triple_rests_on_an_accepted_claim_with_a_quote(article):
    """No edge without a quote, asked of the store itself."""
    query = """
    SELECT ?s ?p ?o WHERE {
      GRAPH graph:alleged { ?s ?p ?o } FILTER(?p NOT IN (rdf:type, rdfs:label))
      FILTER NOT EXISTS {
        GRAPH ?g { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:review kg:Accepted ; kg:negated false ;
                   kg:passage/kg:exact ?quote }
      }
    }"""
    assert not list(rows(article, query))


def test_only_entities_of_a_view_are_described_in_it(article):
    described = "SELECT DISTINCT ?e WHERE { ?e a ?t FILTER NOT EXISTS { ?e ?p ?o FILTER(?p NOT IN (rdf:type, rdfs:label)) } FILTER NOT EXISTS { ?s ?q ?e FILTER(?q NOT IN (rdf:type, rdfs:label)) } }"
    assert not list(rows(article, described))


def test_a_person_is_an_entity_of_every_class_above(article):
    assert triples(article, "?s a kg:Organisation . ?s ?p ?o . FILTER(?p = rdf:type && ?s = :bbc-2025-08-13.cjng)") == {
        ("cjng", "22-rdf-syntax-ns#type", f"ontology#{name}")
        for name in ("CriminalOrganisation", "Organisation", "Party", "Entity")
    }


def test_no_query_counts_a_triple_once_per_graph(article):
    """Union default graphs do (Oxigraph 0.5); named queries must not use one."""
    (count,) = rows(article, "SELECT (COUNT(?s) AS ?n) WHERE { ?s kg:name ?o }")
    (distinct,) = rows(article, "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s kg:name ?o }")
    assert count == distinct


# ---- small data: two sources, one merge


def claim(key, s, p, o, source="a", **axes):
    """N-Quads of one claim by short names."""
    iri = f"{PREFIXES['claim']}{source}.{key}"
    facts = {"modality": KG.Stated, "basis": KG.Text, "review": KG.Accepted, **axes}
    graph = f"<{PREFIXES['source']}{source}>"
    rdf = PREFIXES["rdf"]
    yield f"<{iri}> <{rdf}subject> <{s}> {graph} .\n"
    yield f"<{iri}> <{rdf}predicate> <{p}> {graph} .\n"
    yield f"<{iri}> <{rdf}object> <{o}> {graph} .\n"
    yield f'<{iri}> <{KG.negated}> "{str(facts.pop("negated", False)).lower()}"^^<{PREFIXES["xsd"]}boolean> {graph} .\n'
    for name, value in facts.items():
        yield f"<{iri}> <{KG[name]}> <{value}> {graph} .\n"


def standing_of(*claims):
    lines = [line for each in claims for line in each]
    derived = memory_store([*lines, *view_quads(facts_in(memory_store(lines)), load_ontology())])
    found = rows(derived, "SELECT ?c ?s WHERE { GRAPH graph:standing { ?c kg:standing ?s } }")
    return {c.rsplit("/", 1)[1]: s.rsplit("#", 1)[1] for c, s in found}


ANA, LUIS, CARTEL = (URIRef(f"u:{name}") for name in ("ana", "luis", "cartel"))


@pytest.mark.parametrize(
    ("axes", "stands"),
    [
        ({}, "Established"),
        ({"claimant": LUIS}, "Said"),
        ({"claimant": KG.Unspecified}, "Said"),
        ({"modality": KG.Alleged}, "Said"),
        ({"modality": KG.Reported}, "Said"),
        ({"basis": KG.Background}, "Said"),
        ({"modality": KG.Expected}, "Withheld"),
        ({"modality": KG.Possible}, "Withheld"),
        ({"modality": KG.Hypothetical}, "Withheld"),
        ({"modality": KG.Unknown}, "Withheld"),
        ({"negated": True}, "Withheld"),
        ({"review": KG.Rejected}, "Withheld"),
        ({"review": KG.Conflict}, "Withheld"),
    ],
)
def test_where_a_claim_stands(axes, stands):
    assert standing_of(claim("1", ANA, KG.memberOf, CARTEL, **axes))["a.1"] == stands


def test_a_rejection_contests_the_proposition_in_every_source():
    found = standing_of(
        claim("1", ANA, KG.memberOf, CARTEL),
        claim("1", ANA, KG.memberOf, CARTEL, source="b"),
        claim("2", LUIS, KG.memberOf, CARTEL, source="b"),
        claim("3", ANA, KG.rejects, URIRef(PREFIXES["claim"] + "a.1"), source="c"),
    )
    assert (found["a.1"], found["b.1"], found["b.2"], found["c.3"]) == (
        "Contested",
        "Contested",
        "Established",
        "Established",
    )


@pytest.mark.parametrize(
    "axes", [{"modality": KG.Reported}, {"modality": KG.Expected}, {"negated": True}, {"review": KG.Rejected}]
)
def test_a_rejection_that_is_not_stated_and_accepted_contests_nothing(axes):
    target = URIRef(PREFIXES["claim"] + "a.1")
    assert (
        standing_of(claim("1", ANA, KG.memberOf, CARTEL), claim("2", ANA, KG.rejects, target, **axes))["a.1"]
        == "Established"
    )


def test_a_rejected_tie_without_direction_is_contested_from_both_ends():
    target = URIRef(PREFIXES["claim"] + "a.1")
    found = standing_of(
        claim("1", ANA, KG.alliedWith, LUIS), claim("2", LUIS, KG.alliedWith, ANA), claim("3", ANA, KG.rejects, target)
    )
    assert (found["a.1"], found["a.2"]) == ("Contested", "Contested")


# ---- candidates


def test_what_nobody_reviewed_is_in_the_candidates_graph_and_in_no_view(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(REPO / "data", data)
    shutil.copy(REPO / "tests" / "article.toml", data / "sources.toml")
    path = data / "claims" / "bbc-2025-08-13.yaml"
    text = path.read_text(encoding="utf-8")
    row = "  - id: C28\n"
    path.write_text(text.replace(row, row + "    review: Candidate\n"), encoding="utf-8")
    dataset = dataset_of(data / "sources.toml")
    assert triples(dataset, "?s ?p ?o . FILTER(?s = :bbc-2025-08-13.caro-quintero && ?p = kg:founded)") == set()
    assert (
        triples(dataset, "?s ?p ?o . FILTER(?s = :bbc-2025-08-13.caro-quintero && ?p = kg:founded)", ALLEGED) == set()
    )
    found = rows(dataset, "SELECT ?g WHERE { GRAPH ?g { claim:bbc-2025-08-13.C28:founded a kg:Claim } }")
    assert [graph.rsplit("/", 1)[1] for (graph,) in found] == ["candidates"]
    assert len(kg.select(dataset, "unreviewed")) == 1
    assert check_shapes(dataset) == []

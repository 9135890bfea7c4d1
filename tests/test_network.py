"""The projection: every edge carries its claims, and nothing of RDF is left."""

import pickle

import networkx as nx
import pytest

import kg
from kg.network import around, only, picture, wording
from kg.pipeline import dataset_of


def edge(network, subject, relation):
    (found,) = [
        data
        for s, _, data in network.edges(data=True)
        if network.nodes[s]["label"] == subject and data["relation"] == relation
    ]
    return found


def test_an_edge_carries_claim_quote_modality_date_and_source(alleged):
    data = edge(alleged, "Abigael González Valencia", "runsFinancesOf")
    (claim,) = data["claims"]
    assert claim.claim.endswith("C39:runsFinancesOf")
    assert claim.quote == "said to be a top financial boss for the cartel"
    assert (claim.modality, claim.publisher, claim.published) == ("Reported", "BBC News", "2025-08-13")
    assert (data["tie"], data["standing"]) == ("Command", "Said")


def test_the_words_of_an_edge_say_how_sure_and_who(alleged):
    (claim,) = edge(alleged, "Rosa A", "accusedOf")["claims"]
    assert wording(claim) == (
        "alleged by somebody the text does not name, as passed on by attorney general’s office, in BBC News"
    )


@pytest.mark.parametrize("include", ["established", "alleged"])
def test_nothing_denied_unknown_or_judged_is_an_edge(article, include):
    network = kg.network(article, include=include)
    assert {data["standing"] for *_, data in network.edges(data=True)} <= {"Established", "Said"}
    assert not {"rejects", "confirms", "conditionalOn", "mechanism", "describedAs", "inResponseTo"} & {
        data["relation"] for *_, data in network.edges(data=True)
    }
    assert not any("authorisation" in node for node in network)


def test_what_is_denied_stands_on_the_node(alleged):
    (trump,) = [data for _, data in alleged.nodes(data=True) if data["label"] == "Donald Trump"]
    assert trump["denied"] == (
        (
            "reports that US President Donald Trump had authorised US agents to target cartel leaders within Mexico",
            "Claudia Sheinbaum",
        ),
    )


def test_the_established_network_accuses_nobody(established):
    assert "Accusation" not in {data["tie"] for *_, data in established.edges(data=True)}


def test_the_tie_of_a_role_is_that_of_its_event(established):
    assert edge(established, "transfer of 29 prisoners to the US", "transferee")["tie"] == "Custody"


def test_a_date_leaves_out_what_cannot_hold_then(article):
    def relations(**options):
        return {data["relation"] for *_, data in kg.network(article, include="alleged", **options).edges(data=True)}

    assert "transferee" in relations(as_of="2025-08-12")
    assert "transferee" not in relations(as_of="2024")
    assert "brotherInLawOf" in relations(as_of="2024")  # undated: possibly
    assert "brotherInLawOf" not in relations(as_of="2025-08", sure=True)


def test_the_network_is_frozen_and_plain(alleged):
    with pytest.raises(nx.NetworkXError):
        alleged.add_edge("a", "b")
    assert {type(node) for node in alleged} == {str}


def test_an_unknown_view_or_date_is_refused(article):
    with pytest.raises(ValueError, match="neither 'established' nor 'alleged'"):
        kg.network(article, include="everything")
    with pytest.raises(ValueError, match="EDTF"):
        kg.network(article, as_of="last week")


def test_around_a_node_within_some_steps(alleged):
    (mencho,) = [node for node, data in alleged.nodes(data=True) if data["label"] == "Nemesio Oseguera"]
    labels = {data["label"] for _, data in around(alleged, [mencho], depth=1).nodes(data=True)}
    assert labels == {"Nemesio Oseguera", "Abigael González Valencia", "Jalisco New Generation"}
    assert len(around(alleged, [mencho], depth=2)) > 3


def test_victims_are_out_of_pictures_unless_asked_for(alleged):
    shielded = {data["label"] for _, data in alleged.nodes(data=True) if data["shielded"]}
    assert shielded == {"Enrique Camarena", "an LA County sheriff’s deputy"}
    drawn = picture(alleged)
    assert not shielded & {label for _, label in drawn.nodes(data="label")}
    assert drawn.graph["left_out"] == 2
    (camarena,) = [node for node, label in alleged.nodes(data="label") if label == "Enrique Camarena"]
    assert camarena in picture(alleged, keep=[camarena])


def plain(network):
    """Give nodes and edges with all their data."""
    return dict(network.nodes(data=True)), {(s, t, k): data for s, t, k, data in network.edges(keys=True, data=True)}


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
@pytest.mark.parametrize("options", [{}, {"include": "alleged"}, {"include": "alleged", "as_of": "2024"}])
def test_what_is_read_around_somebody_is_the_part_of_the_whole_around_them(article, depth, options):
    whole = kg.network(article, **options)
    for node in whole:
        part = kg.network(article, among=[node], depth=depth, **options)
        assert plain(part) == plain(around(whole, [node], depth=depth))


def test_around_somebody_who_is_in_no_edge_there_is_nothing(article):
    assert not kg.network(article, among=["https://example.org/nobody"])


def test_evidence_is_read_when_it_is_looked_at_and_is_whole(alleged):
    claims = edge(alleged, "Rosa A", "accusedOf")["claims"]
    (brief,) = claims.briefs
    assert (brief.standing, brief.modality) == ("Said", "Alleged")
    assert [claim.claim for claim in claims] == [brief.claim]
    assert claims[0].quote
    assert claims[0].attribution
    assert pickle.loads(pickle.dumps(claims)) == tuple(claims) == claims[:]


def test_only_some_ties_relations_sources_or_modalities(alleged, established):
    kin = only(alleged, ties=["Kinship"])
    assert {data["tie"] for *_, data in kin.edges(data=True)} == {"Kinship"}
    assert len(kin) == 2
    assert {data["relation"] for *_, data in only(alleged, relations=["leads"]).edges(data=True)} == {"leads"}
    stated = only(alleged, modalities=["Stated"])
    assert 0 < stated.size() < alleged.size()
    assert {claim.modality for *_, data in stated.edges(data=True) for claim in data["claims"]} == {"Stated"}
    (source,) = {brief.source for *_, data in alleged.edges(data=True) for brief in data["claims"].briefs}
    assert plain(only(alleged, sources=[source])) == plain(alleged)
    assert not only(alleged, sources=["https://example.org/other"])
    assert all(
        data["standing"] == "Established" for *_, data in only(established, modalities=["Stated"]).edges(data=True)
    )


def test_a_list_is_projected_and_every_edge_of_it_can_be_quoted(shared_data, tmp_path):
    lines = (shared_data / "data/ofac/2022-01-31/sdn.csv").read_text(encoding="latin-1").splitlines(keepends=True)
    (tmp_path / "sdn.csv").write_text("".join(line for line in lines if "SDNTK" in line), encoding="latin-1")
    (tmp_path / "sources.toml").write_text(
        """[[source]]
id = "ofac"
loader = "ofac"
path = "sdn.csv"
publisher = "OFAC"
date = "2022-01-31"
licence = "US government, public domain"
language = "en"
""",
        encoding="utf-8",
    )
    dataset = dataset_of(tmp_path / "sources.toml")
    network = kg.network(dataset)
    assert network.size() > 4_000
    cuini = "https://w3id.org/cartel-kg/id/ofac.17673"
    part = kg.network(dataset, among=[cuini], depth=2)
    assert plain(part) == plain(around(network, [cuini], depth=2))
    assert all(claim.quote and claim.row for *_, data in part.edges(data=True) for claim in data["claims"])

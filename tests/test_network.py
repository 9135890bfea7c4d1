"""The projection: every edge carries its claims, and nothing of RDF is left."""

import networkx as nx
import pytest

import kg
from kg.network import around, picture, wording


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

"""The roles a trigger hands out, as the model learns them: abstract ones, so that what is learned of one verb helps with others."""

from kg.extract.hits import Hit
from kg.ontology import load_ontology

__all__ = ["NOBODY", "relation_of", "role_of"]

#: The answer for somebody who takes no part.
NOBODY = "none"
_ALSO = {
    "agent": ("actor", "authority"),
    "patient": ("target", "transferee", "victim"),
    "to": ("destination",),
    "from": ("origin",),
    "place": ("place",),
}


def role_of(hit: Hit, relation: str) -> str | None:
    """Give the abstract role that a role of an event stands for, with the words of a trigger."""
    for role, given in sorted(hit.trigger.roles.items()):
        if given == relation:
            return role
    return next((role for role, relations in _ALSO.items() if relation in relations), None)


def relation_of(hit: Hit, role: str, event: str) -> str | None:
    """Give the role of an event that an abstract role stands for, where the ontology lets the event have it."""
    ontology = load_ontology()
    for relation in (hit.trigger.roles.get(role), *_ALSO.get(role, ())):
        if relation and ontology.is_a(event, ontology.relations[relation].domain):
            return relation
    return None

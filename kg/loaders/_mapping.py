"""The mapping file of a table: what its columns make, what is left out and why. It is data, and it is strict.

    key = ["id"]                                   the columns that name a row, the same in every edition
    null = ["na"]                                  words for nothing, besides an empty cell
    codes = {status = ["na", "captured"]}          all that a column may hold; another value stops the load
    ignore = {region = "one value throughout"}     a column that is left out, and why

    [entity.person]                                an entity, by a handle that claims use
    id = ["register", "{id}"]                      what its id is minted from; a raw, stable key
    class = "Person"                               or a list of {is = "Person", if = [...]}; the first that holds
    label = "{name}"                               for what no claim names

    [date.listed]                                  a date, by a handle
    from = "{listed}"                              a day; with `to`, some day between the two
    formats = ["%d/%m/%Y"]                         how it is written, if not in ISO's way

    [[claim]]
    of = "person"                                  an entity
    relation = "name"                              of the ontology; "happened" says that an event took place
    value = "{name}"                               or object = "company", an entity; or column = "names" with find = [...]
    quote = ["name"]                               the columns quoted, if not those of the value
    if = [{column = "kind", is = ["P"]}]           also fits = "regex", misses = "regex"
    when = "listed"                                a date; said_on likewise
    map = {M = "male"}                             a value for each code; another code stops the load
    find = [{fits = "..(?P<v>..)", relation = "alias"}]   what parts of a cell say; the rest is kept as a remark
    rest = false                                   unless another claim keeps the whole cell

A template holds `{column}`, or `{column:int}` for a whole number; with an empty cell it gives nothing.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from kg.errors import DataError, Fault
from kg.ontology import load_ontology

__all__ = ["ClaimSpec", "Condition", "DateSpec", "EntitySpec", "Find", "Mapping", "columns_of", "read_mapping"]

_SLOT = re.compile(r"\{([^{}:]+)(?::(?:int))?\}")
_DATED = re.compile(r"(?:[-_.]\d{4}(?:-\d\d){0,2})+$")


def columns_of(template: str) -> list[str]:
    """Give the columns of a template.

    >>> columns_of("{best:int} dead in {where}")
    ['best', 'where']
    """
    return _SLOT.findall(template)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Condition(_Strict):
    """What a cell must be."""

    column: str
    is_: tuple[str, ...] | None = Field(None, alias="is")
    fits: re.Pattern[str] | None = None
    misses: re.Pattern[str] | None = None

    def holds(self, row: dict[str, str]) -> bool:
        """Tell whether a row meets it."""
        text = row[self.column]
        return (
            (self.is_ is None or text in self.is_)
            and (self.fits is None or self.fits.search(text) is not None)
            and (self.misses is None or self.misses.search(text) is None)
        )


Conditions = Annotated[tuple[Condition, ...], Field(alias="if")]


class ClassSpec(_Strict):
    """A class, and when it is the one."""

    is_: str = Field(alias="is")
    only: Conditions = ()


class EntitySpec(_Strict):
    """An entity that a row speaks of."""

    id: Annotated[tuple[str, ...], Field(min_length=1)]
    class_: tuple[ClassSpec, ...] = Field(alias="class")
    label: str | None = None
    only: Conditions = ()

    @field_validator("class_", mode="before")
    @classmethod
    def _one_class(cls, given: object) -> object:
        return [{"is": given}] if isinstance(given, str) else given


class DateSpec(_Strict):
    """A date: one cell, or some day between two."""

    from_: str = Field(alias="from")
    to: str | None = None
    formats: tuple[str, ...] = ()


class Find(_Strict):
    """What a part of a cell says; `v` in the pattern is the value, else the whole match."""

    fits: re.Pattern[str]
    relation: str
    formats: tuple[str, ...] = ()


class ClaimSpec(_Strict):
    """What a row says of an entity, in which cell."""

    of: str
    relation: str | None = None
    value: str | None = None
    object: str | None = None
    column: str | None = None
    find: tuple[Find, ...] = ()
    rest: bool = True
    map: dict[str, str] = {}
    formats: tuple[str, ...] = ()
    quote: tuple[str, ...] = ()
    only: Conditions = ()
    when: str | None = None
    said_on: str | None = None
    claimant: str | None = None
    accuser: str | None = None
    jurisdiction: str | None = None
    attribution: Condition | None = None


class Mapping(_Strict):
    """One mapping file."""

    key: Annotated[tuple[str, ...], Field(min_length=1)]
    encoding: str = "utf-8"
    sheet: str | None = None
    null: frozenset[str] = frozenset()
    codes: dict[str, frozenset[str]] = {}
    ignore: dict[str, str] = {}
    entity: dict[str, EntitySpec]
    date: dict[str, DateSpec] = {}
    claim: Annotated[tuple[ClaimSpec, ...], Field(min_length=1)]

    @cached_property
    def used(self) -> frozenset[str]:
        """The columns that something is made of."""
        found = set(self.key) | set(self.codes)
        templates = [each for entity in self.entity.values() for each in (*entity.id, entity.label)]
        templates += [each for date in self.date.values() for each in (date.from_, date.to)]
        conditions = [each for entity in self.entity.values() for each in entity.only]
        conditions += [each for entity in self.entity.values() for kind in entity.class_ for each in kind.only]
        for claim in self.claim:
            templates.append(claim.value)
            found |= {*claim.quote, *([claim.column] if claim.column else [])}
            conditions += [*claim.only, *([claim.attribution] if claim.attribution else [])]
        found |= {condition.column for condition in conditions}
        return frozenset(found.union(*(columns_of(template) for template in templates if template)))


def read_mapping(table: Path) -> tuple[Path, Mapping]:
    """Read the mapping of a table: the TOML file beside it that has its name, the date in the name aside.

    So `fbi_wanted_2024-02-29.csv` has `fbi_wanted_2024-02-29.toml` or, for all its editions, `fbi_wanted.toml`.
    Raises DataError for a mapping that is missing, or does not fit the ontology.
    """
    stem = table.name.partition(".")[0]
    names = dict.fromkeys([f"{stem}.toml", f"{_DATED.sub('', stem)}.toml"])
    path = next((each for name in names if (each := table.with_name(name)).is_file()), None)
    if path is None:
        cure = f"write {' or '.join(names)} beside it (data/mappings/ has examples)"
        raise DataError([Fault(str(table), "has no mapping, so nobody knows what its columns mean", cure)])
    try:
        mapping = Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError([Fault(str(path), f"is not TOML: {error}", "mend the line")]) from None
    except ValidationError as error:
        raise DataError(
            Fault(
                f"{path}: {'.'.join(str(part) for part in each['loc'])}",
                each["msg"],
                "kg/loaders/_mapping.py has the keys",
            )
            for each in error.errors()
        ) from None
    if faults := list(_faults(str(path), mapping)):
        raise DataError(faults)
    return path, mapping


def _faults(path: str, mapping: Mapping) -> Iterator[Fault]:
    ontology = load_ontology()
    known = {*mapping.entity, *(f"kg:{name}" for name in ontology.terms)}
    for handle, entity in mapping.entity.items():
        for kind in entity.class_:
            if kind.is_ not in ontology.classes:
                yield Fault(f"{path}: entity.{handle}", f"there is no class {kind.is_!r}", "use one of ontology/kg.ttl")
    for number, claim in enumerate(mapping.claim, 1):
        place = f"{path}: claim {number}"
        for relation in [claim.relation, *(each.relation for each in claim.find)]:
            if relation and relation != "happened" and relation not in ontology.relations:
                yield Fault(place, f"there is no relation {relation!r}", "use one of ontology/kg.ttl")
        for party in (claim.of, claim.object, claim.claimant, claim.accuser, claim.jurisdiction):
            if party is not None and party not in known:
                yield Fault(place, f"there is no entity {party!r}", f"name one of {', '.join(mapping.entity)}")
        for date in (claim.when, claim.said_on):
            if date is not None and date not in mapping.date:
                yield Fault(place, f"there is no date {date!r}", "add a [date.…] table of that name")
        ways = [claim.value, claim.object, claim.find or None, "happened" if claim.relation == "happened" else None]
        if sum(way is not None for way in ways) != 1 or bool(claim.find) != (claim.column is not None):
            yield Fault(place, "says nothing, or two things", "give value, or object, or column with find")
        if (claim.relation is None) != bool(claim.find):
            yield Fault(place, "needs a relation, or one in each find", "add relation")

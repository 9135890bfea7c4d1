"""OFAC's lists in XML: sdn.xml and consolidated.xml.

Format: OFAC, sdnList schema. Texts that make one statement are quoted as one, in the order in which the CSV has them.
"""

from collections.abc import Iterator
from pathlib import Path

from rdflib import URIRef

from kg.errors import DataError, Fault
from kg.loaders._cells import edition_source
from kg.loaders._ofac_list import VESSEL, Listing, Party, Said, address
from kg.loaders._remarks import read_remarks
from kg.loaders._xml import Branch, local, nodes
from kg.model import Edition, Record
from kg.vocab import KG

__all__ = ["read_xml"]

_ABOUT = "publshInformation"  # spelled so in the schema
_SECTIONS = {_ABOUT: "", "sdnEntry": ""}
_CLASSES = {"Individual": KG.Person, "Entity": KG.Organisation, "Vessel": KG.Vessel, "Aircraft": KG.Aircraft}
#: The kind of an alias and its quality, and what kind of name it is.
_ALIASES = {
    ("a.k.a.", "strong"): KG.alias,
    ("a.k.a.", "weak"): KG.weakAlias,
    ("f.k.a.", "strong"): KG.formerName,
    ("f.k.a.", "weak"): KG.formerName,
    ("n.k.a.", "strong"): KG.alias,
    ("n.k.a.", "weak"): KG.alias,
}
#: The lists of one value: list, item, value, and how a remark of the CSV begins.
_VALUES = (
    ("nationalityList", "nationality", "country", "nationality"),
    ("citizenshipList", "citizenship", "country", "citizen"),
    ("dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "DOB"),
    ("placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "POB"),
)
_VESSEL = dict(zip(("callSign", "vesselType", "tonnage", "grossRegisteredTonnage", "vesselFlag", "vesselOwner"), VESSEL.values(), strict=True))  # fmt: skip


def read_xml(path: Path, edition: Edition) -> Iterator[Record]:
    """Yield the records of an edition in XML."""
    listing, listed, published = Listing(edition), 0, ""
    for branch in _branches(path):
        if local(branch.node) == _ABOUT:
            published = _published(branch)
        else:
            listing.named(branch.need("uid"), _name("name", branch).value)
            listed += 1
    if not listed:
        raise DataError([Fault(str(path), "lists nobody", "fetch the edition again")])
    yield edition_source(path, edition, publisher="OFAC", date=published, language="en")
    for branch in _branches(path):
        if local(branch.node) == _ABOUT:
            branch.unread -= {"Publish_Date", "Record_Count"}
        else:
            party = _party(branch)
            yield from listing.party(f"sdn.xml {party.number}", party, branch.error)
        branch.close()


def _branches(path: Path) -> Iterator[Branch]:
    found = nodes(path, "sdnList", _SECTIONS)
    next(found)
    return (Branch(path.name, node) for node in found)


def _party(entry: Branch) -> Party:
    kind = entry.need("sdnType")
    if kind not in _CLASSES:
        raise entry.error(f"sdnType {kind!r} is new", "add it to _CLASSES of the loader")
    return Party(
        number=entry.need("uid"),
        type=_CLASSES[kind],
        name=_name("name", entry),
        said=tuple(_said(entry)),
        programmes=tuple(_programmes(entry)),
    )


def _name(column: str, entry: Branch, relation: URIRef = KG.legalName) -> Said:
    last, first = entry.need("lastName"), entry.one("firstName")
    name = f"{last}, {first}" if first else last
    return Said(column, name, relation, name)


def _programmes(entry: Branch) -> Iterator[Said]:
    for programmes in entry.each("programList"):
        for programme in programmes.each("program"):
            if code := programme.text():
                yield Said("program", code, KG.underProgramme, code)


def _said(entry: Branch) -> Iterator[Said]:
    if title := entry.one("title"):
        yield Said("title", title, KG.function, title)
    if remarks := entry.one("remarks"):
        # "(Linked To: A; Linked To: B)": the brackets are round the whole.
        inner = remarks[1:-1] if remarks.startswith("(") and remarks.endswith(")") else remarks
        for number, read in enumerate(read_remarks(inner), 1):
            yield Said(f"remarks {number}", read.text, read.relation, read.value)
    for papers in entry.each("idList"):
        for paper in papers.each("id"):
            yield _paper(paper)
    for names in entry.each("akaList"):
        for name in names.each("aka"):
            yield _alias(name)
    for addresses in entry.each("addressList"):
        for each in addresses.each("address"):
            yield from _address(each)
    for group, item, value, words in _VALUES:
        for values in entry.each(group):
            for each in values.each(item):
                uid, text = each.need("uid"), each.need(value)
                each.one("mainEntry")
                yield Said.of(f"{item} {uid}", text, f"{words} {text}")
    for vessel in entry.each("vesselInfo"):
        for tag, label in _VESSEL.items():
            if cell := vessel.one(tag):
                yield Said(tag, cell, KG.particular, f"{label}: {cell}")


def _paper(paper: Branch) -> Said:
    """Read an id as the CSV words it: `Passport A5250088 (Pakistan) issued 14 Nov 2007 expires 12 Nov 2012`."""
    uid, words = paper.need("uid"), [paper.need("idType")]
    ways = {"idNumber": "{}", "idCountry": "({})", "issueDate": "issued {}", "expirationDate": "expires {}"}
    words += [way.format(text) for tag, way in ways.items() if (text := paper.one(tag))]
    return Said.of(f"id {uid}", " ".join(words), " ".join(words))


def _alias(alias: Branch) -> Said:
    kind = alias.need("type"), alias.need("category")
    if kind not in _ALIASES:
        raise alias.error(
            f"aka of type {kind[0]!r} and category {kind[1]!r} is new", "add it to the aliases of the loader"
        )
    return _name(f"aka {alias.need('uid')}", alias, _ALIASES[kind])


def _address(found: Branch) -> Iterator[Said]:
    lines = [found.one(f"address{number}") for number in (1, 2, 3)]
    town = [found.one(tag) for tag in ("city", "stateOrProvince", "postalCode")]
    text, uid = address(lines, town, found.one("country")), found.need("uid")
    if text:
        yield Said(f"address {uid}", text, KG.address, text)


def _published(about: Branch) -> str:
    """Give the day of publication, MM/DD/YYYY in the file, in EDTF."""
    month, _, rest = about.need("Publish_Date").partition("/")
    day, _, year = rest.partition("/")
    if not (month + day + year).isdigit():
        raise about.error("Publish_Date is not MM/DD/YYYY", "correct the file, or load an edition that is whole")
    return f"{year}-{month:0>2}-{day:0>2}"

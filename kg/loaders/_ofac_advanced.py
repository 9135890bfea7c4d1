"""OFAC's lists in the advanced XML format: sdn_advanced.xml. Unproven on a whole real file.

Format: the schema of the United Nations' sanctions XML 1.0 as OFAC publishes it (sdn_advanced.xsd). Values are numbers that
ReferenceValueSets names; places and papers come before the parties that have them, measures and relations after. What the
format says in parts is put into the words that the CSV has for it, so that both say the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rdflib import URIRef

from kg.errors import DataError, Fault
from kg.loaders._cells import edition_source
from kg.loaders._ofac_list import VESSEL, Listing, Party, Said, address
from kg.loaders._xml import Branch, local, nodes
from kg.model import Edition, Record, mint
from kg.vocab import KG

__all__ = ["read_advanced"]

_SECTIONS = {
    "DateOfIssue": "",
    "ReferenceValueSets": "",
    "Locations": "Location",
    "IDRegDocuments": "IDRegDocument",
    "DistinctParties": "DistinctParty",
    "ProfileRelationships": "ProfileRelationship",
    "SanctionsEntries": "SanctionsEntry",
    "SanctionsEntryLinks": "SanctionsEntryLink",
}
#: What says nothing of a party: numbers by which the parts refer to each other, and how sure the list is of its own form.
_IGNORED = (
    "@ID", "@FixedRef", "@NamePartGroupID", "@IdentityID", "@CalendarTypeID", "@YearFixed", "@MonthFixed", "@DayFixed",
    "@Primary", "@DocNameStatusID", "@ScriptStatusID", "@Acronym", "@ReliabilityID", "@LocPartValueTypeID",
    "@LocPartValueStatusID", "@CountryRelevanceID", "@ValidityID", "@ListID", "@RelationQualityID", "@EntryProfileRef",
    "IdentityReference", "FeatureVersionReference", "DocumentedNameReference", "IDRegDocumentReference",
    "SanctionsEntryReference", "ProfileRelationshipReference", "IDRegDocumentMention",
)  # fmt: skip
_ALIASES = {"A.K.A.": KG.alias, "F.K.A.": KG.formerName, "N.K.A.": KG.alias}
_CLASSES = {"Vessel": KG.Vessel, "Aircraft": KG.Aircraft, "Entity": KG.Organisation, "Individual": KG.Person}
#: What the CSV's remarks call a feature; another one is called as it is.
_WORDS = {
    "Birthdate": "DOB",
    "Place of Birth": "POB",
    "Nationality Country": "nationality",
    "Citizenship Country": "citizen",
}
_VESSEL = {
    "vessel call sign": VESSEL["call_sign"],
    "vessel type": VESSEL["vess_type"],
    "vessel tonnage": VESSEL["tonnage"],
    "vessel gross registered tonnage": VESSEL["grt"],
    "vessel flag": VESSEL["flag"],
    "vessel owner": VESSEL["owner"],
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def read_advanced(path: Path, edition: Edition) -> Iterator[Record]:
    """Yield the records of an edition in the advanced format."""
    found = nodes(path, "Sanctions", _SECTIONS)
    next(found)
    reader = _Advanced(path, Listing(edition))
    readers: dict[str, Callable[[Branch], Iterator[Record]]] = {
        "DateOfIssue": reader.issued,
        "ReferenceValueSets": reader.values,
        "Location": reader.location,
        "IDRegDocument": reader.paper,
        "DistinctParty": reader.party,
        "ProfileRelationship": reader.relation,
        "SanctionsEntry": reader.entry,
    }
    for node in found:
        branch = Branch(path.name, node, ignore=_IGNORED)
        if local(node) not in readers:
            raise branch.error(f"unread element {local(node)}", "read it in the loader, or name it as ignored")
        yield from readers[local(node)](branch)
        branch.close()
    if not reader.numbers:
        raise DataError([Fault(str(path), "lists nobody", "fetch the edition again")])


@dataclass(slots=True)
class _Advanced:
    """What is kept from section to section: names of values, places, papers by identity, names by number of party."""

    path: Path
    listing: Listing
    sets: dict[str, dict[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, ...]] = field(default_factory=dict)
    papers: dict[str, list[Said]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def issued(self, issue: Branch) -> Iterator[Record]:
        yield edition_source(
            self.path, self.listing.edition, publisher="OFAC", date=_day(issue).isoformat(), language="en"
        )

    def values(self, sets: Branch) -> Iterator[Record]:
        """Keep what the numbers stand for. The attributes of a value, such as the ISO code of a country, are not read."""
        for group in sets.node:
            for value in group:
                self.sets.setdefault(local(value), {})[str(value.get("ID"))] = (value.text or "").strip()
                if local(value) == "PartySubType":
                    self.kinds[str(value.get("ID"))] = str(value.get("PartyTypeID"))
        sets.unread.clear()
        return iter(())

    def value(self, branch: Branch, name: str, attribute: str | None = None) -> str | None:
        """Give what an attribute such as CountryID stands for."""
        number = branch.attribute(attribute or f"{name}ID")
        if number is None:
            return None
        if number not in self.sets.get(name, {}):
            raise branch.error(f"{name} {number} is not in ReferenceValueSets", "load an edition that is whole")
        return self.sets[name][number]

    def location(self, place: Branch) -> Iterator[Record]:
        number, parts, other = str(place.attribute("ID")), dict[str, str](), list[str]()
        for part in place.each("LocationPart"):
            kind = self.value(part, "LocPartType") or ""
            for value in part.each("LocationPartValue"):
                text = value.need("Value")
                if note := value.one("Comment"):
                    text = f"{text} ({note})"
                if value.node.get("Primary") == "true" and kind not in parts:
                    parts[kind] = text
                else:
                    other.append(text)
        countries = [self.value(each, "Country") for each in place.each("LocationCountry")]
        areas = [self.value(each, "AreaCode") for each in place.each("LocationAreaCode")]
        lines = [parts.pop(key, None) for key in ("Unknown", "ADDRESS1", "ADDRESS2", "ADDRESS3")]
        town = [parts.pop(key, None) for key in ("CITY", "STATE/PROVINCE", "POSTAL CODE")]
        country = ", ".join(each for each in countries if each) or ", ".join(each for each in areas if each)
        text = address([*lines, *parts.values()], town, country)
        self.places[number] = tuple(each for each in (text, *other, place.one("Comment")) if each)
        return iter(())

    def paper(self, paper: Branch) -> Iterator[Record]:
        """Keep an id as the CSV words it: `Passport A5250088 (Pakistan) issued 14 Nov 2007 expires 12 Nov 2012`."""
        words = [self.value(paper, "IDRegDocType") or "", paper.one("IDRegistrationNo") or ""]
        if country := self.value(paper, "Country", "IssuedBy-CountryID"):
            words.append(f"({country})")
        if issued_in := paper.attribute("IssuedIn-LocationID"):
            words.append(f"issued in {self._place(paper, issued_in)[0]}")
        if by := paper.one("IssuingAuthority"):
            words.append(f"issued by {by}")
        ways = {"Issue Date": "issued", "Expiration Date": "expires"}
        for dated in paper.each("DocumentDate"):
            kind = self.value(dated, "IDRegDocDateType") or ""
            words += [f"{ways.get(kind, kind)} {_period(each)}" for each in dated.each("DatePeriod")]
        column, text = f"IDRegDocument {paper.attribute('ID')}", " ".join(filter(None, words))
        said = self.papers.setdefault(str(paper.attribute("IdentityID")), [])
        said.append(Said.of(column, text, text))
        if (note := paper.one("Comment")) and note not in text:
            said.append(Said(f"{column} Comment", note, KG.remark, note))
        return iter(())

    def party(self, party: Branch) -> Iterator[Record]:
        number = str(party.attribute("FixedRef"))
        said = list(_comments(party))
        names: list[Said] = []
        kinds: set[URIRef] = set()
        for profile in party.each("Profile"):
            self.numbers[str(profile.attribute("ID"))] = number
            kinds.add(self._kind(profile))
            said += _comments(profile)
            for identity in profile.each("Identity"):
                names += self._names(identity)
                said += self.papers.pop(str(identity.node.get("ID")), [])
            for feature in profile.each("Feature"):
                said += self._feature(feature)
            for outside in profile.each("ExternalReference"):
                said += self._outside(outside)
        legal = next((each for each in names if each.relation == KG.legalName), None)
        if legal is None or len(kinds) != 1:
            raise party.error(f"party {number} has no name, or several classes", "read it in the loader")
        self.labels[number] = legal.value
        names.remove(legal)
        read = Party(number, kinds.pop(), legal, (*names, *said))
        yield from self.listing.party(f"sdn_advanced.xml {number}", read, party.error)

    def _kind(self, profile: Branch) -> URIRef:
        number = profile.attribute("PartySubTypeID")
        kind = self.value(profile, "PartySubType")
        whole = self.sets.get("PartyType", {}).get(self.kinds.get(str(number), ""), "")
        for each in (kind, whole):
            if each in _CLASSES:
                return _CLASSES[each]
        raise profile.error(f"party of type {whole!r}, {kind!r} is new", "add it to _CLASSES of the loader")

    def _names(self, identity: Branch) -> Iterator[Said]:
        if identity.attribute("False") == "true":
            raise identity.error("a false identity is new", "read it in the loader")
        parts: dict[str, str] = {}
        for groups in identity.each("NamePartGroups"):
            for master in groups.each("MasterNamePartGroup"):
                for group in master.each("NamePartGroup"):
                    parts[str(group.attribute("ID"))] = self.value(group, "NamePartType") or ""
        yield from _comments(identity)
        for alias in identity.each("Alias"):
            kind, weak = self.value(alias, "AliasType") or "", alias.attribute("LowQuality") == "true"
            relation = KG.legalName if kind == "Name" and alias.node.get("Primary") == "true" else _ALIASES.get(kind)
            if relation is None:
                raise alias.error(f"AliasType {kind!r} is new", "add it to the aliases of the loader")
            if weak and relation == KG.alias and kind == "A.K.A.":
                relation = KG.weakAlias
            yield from _comments(alias)
            for dated in alias.each("DatePeriod"):
                words = f"{kind} {_period(dated)}"
                yield Said(f"Alias DatePeriod {alias.node.get('FixedRef')}", words, KG.remark, words)
            for number, name in enumerate(alias.each("DocumentedName")):
                yield from self._name(name, parts, KG.alias if number and relation == KG.legalName else relation)

    def _name(self, documented: Branch, parts: dict[str, str], relation: URIRef) -> Iterator[Said]:
        """Read one writing of a name: `LAST, First` as in the CSV, or its parts in order where the script is not Latin."""
        last, rest, latin = list[str](), list[str](), True
        for part in documented.each("DocumentedNamePart"):
            part.unread -= {"@LeadingChars", "@TrailingChars"}
            for value in part.each("NamePartValue"):
                group = str(value.attribute("NamePartGroupID"))
                latin = latin and self.value(value, "Script") == "Latin"
                (last if parts.get(group) == "Last Name" else rest).append(value.text() or "")
        name = ", ".join(filter(None, (" ".join(last), " ".join(rest)))) if latin else " ".join((*last, *rest))
        for country in documented.each("DocumentedNameCountry"):
            note = f"name used in {self.value(country, 'Country')}"
            yield from _comments(country)
            yield Said(f"DocumentedNameCountry {documented.node.get('ID')}", note, KG.remark, note)
        yield from _comments(documented)
        yield Said(f"DocumentedName {documented.node.get('ID')}", name, relation, name)

    def _feature(self, feature: Branch) -> Iterator[Said]:
        kind = self.value(feature, "FeatureType") or ""
        for version in feature.each("FeatureVersion"):
            column = f"FeatureVersion {version.node.get('ID')}"
            texts = [_period(each) for each in version.each("DatePeriod")]
            for detail in version.each("VersionDetail"):
                self.value(detail, "DetailType")
                texts.append(detail.text() or self.value(detail, "DetailReference") or "")
            for place in version.each("VersionLocation"):
                texts += self._place(place, str(place.attribute("LocationID")))
            for number, text in enumerate(filter(None, texts), 1):
                yield self._meant(f"{column} {number}", kind, text)
            if note := version.one("Comment"):
                yield Said(f"{column} Comment", note, KG.remark, note)

    def _meant(self, column: str, kind: str, text: str) -> Said:
        if kind == "Location":
            return Said(column, text, KG.address, text)
        if kind == "Title":
            return Said(column, text, KG.function, text)
        if label := _VESSEL.get(kind.lower()):
            return Said(column, text, KG.particular, f"{label}: {text}")
        if kind in _WORDS:
            return Said.of(column, text, f"{_WORDS[kind]} {text}")
        return Said.of(column, f"{kind} {text}", f"{kind} {text}")

    def _outside(self, outside: Branch) -> Iterator[Said]:
        kind, column = self.value(outside, "ExRefType"), "ExternalReference"
        texts = [outside.one("ExRefValue"), outside.one("DirectURL")]
        for link in outside.each("SubLink"):
            self.value(link, "TargetType")
            texts += [link.one("Description"), link.one("DirectURL")]
        words = " ".join(filter(None, (kind, *texts)))
        yield Said(f"{column} {words[:40]}", words, KG.particular, words)
        yield from _comments(outside)

    def _place(self, branch: Branch, number: str) -> tuple[str, ...]:
        if number not in self.places:
            raise branch.error(f"location {number} is not in Locations", "load an edition that is whole")
        return self.places[number] or ("",)

    def _number(self, branch: Branch, attribute: str) -> str:
        profile = str(branch.attribute(attribute))
        if profile not in self.numbers:
            raise branch.error(f"profile {profile} is not in DistinctParties", "load an edition that is whole")
        return self.numbers[profile]

    def relation(self, relation: Branch) -> Iterator[Record]:
        """Yield that a party is linked to another; how, is in the quote. What was so once is kept as a remark."""
        cells = self.listing.cells
        one, other = self._number(relation, "From-ProfileID"), self._number(relation, "To-ProfileID")
        kind, former = self.value(relation, "RelationType") or "", relation.attribute("Former") == "true"
        relation.unread.discard("@SanctionsEntryID")
        notes = [relation.one("Comment"), *(_period(each) for each in relation.each("DatePeriod"))]
        row = f"sdn_advanced.xml relationship {relation.node.get('ID')}"
        if not cells.begin(row, (one, other, kind, str(former), self.labels[other], *filter(None, notes))):
            return
        party, quote = mint("entity", "ofac", one), cells.quote("RelationTypeID", kind)
        if former:
            yield from cells.says(party, KG.remark, f"formerly: {kind} {self.labels[other]}", quote)
        elif one != other:
            yield from cells.says(party, KG.linkedTo, mint("entity", "ofac", other), quote)
        for note in filter(None, notes):
            yield from cells.says(party, KG.remark, note, cells.quote("Comment", note))

    def entry(self, entry: Branch) -> Iterator[Record]:
        """Yield the designations of a party, and what else its entry says. One programme dates it; of several none is said."""
        number = self._number(entry, "ProfileID")
        entry.unread.discard("@EntryDeltaFlag")
        events = [self._event(each) for each in entry.each("EntryEvent")]
        codes, said = list[tuple[str, str]](), list(_comments(entry))
        for measure in entry.each("SanctionsMeasure"):
            kind, note = self.value(measure, "SanctionsType"), measure.one("Comment")
            column = f"SanctionsMeasure {measure.node.get('ID')}"
            texts = [_period(each) for each in measure.each("DatePeriod")]
            if kind == "Program" and note:
                codes.append((column, note))
                note = None
            words = " ".join(filter(None, (None if kind == "Program" else kind, note, *texts)))
            said += [Said(column, words, KG.sanctionsInformation, words)] if words else []
        if limits := entry.one("LimitationsToListing"):
            said.append(Said("LimitationsToListing", limits, KG.sanctionsInformation, limits))
        for support in entry.each("SupportingInfo"):
            kind = self.value(support, "SupInfoType")
            words = " ".join(filter(None, (kind, support.one("Text"), support.one("DirectURL"))))
            said.append(Said(f"SupportingInfo {support.node.get('ID')}", words, KG.remark, words))
        for _, each in codes:
            yield from self.listing.programme(each, entry.error)
        yield from self._designated(number, codes, [*said, *(each for event in events for each in event[1])], events)

    def _designated(
        self, number: str, codes: list[tuple[str, str]], said: list[Said], events: list[tuple[date, list[Said]]]
    ) -> Iterator[Record]:
        cells, row = self.listing.cells, f"sdn_advanced.xml entry {number}"
        texts = [text for each in said for text in (each.column, each.exact)]
        if not cells.begin(row, (self.labels[number], *(code for _, code in codes), *texts)):
            return
        party, when = mint("entity", "ofac", number), None
        for each in said:
            yield from cells.says(party, each.relation, each.value, cells.quote(each.column, each.exact))
        for column, code in codes:
            passage = cells.quote(column, code)
            if len(codes) == len(events) == 1:
                when = cells.dated(events[0][0].isoformat(), passage)
            yield from self.listing.designation(number, self.labels[number], code, passage, when)

    def _event(self, event: Branch) -> tuple[date, list[Said]]:
        """Give the day of an event of an entry, and the event in words: `Created 2015-04-08, Executive Order 14059`."""
        kind, law = self.value(event, "EntryEventType"), self.value(event, "LegalBasis")
        (day,) = [_day(each) for each in event.each("Date")]
        words = ", ".join(filter(None, (f"{kind} {day.isoformat()}", law, event.one("Comment"))))
        return day, [Said(f"EntryEvent {event.node.get('ID')}", words, KG.sanctionsInformation, words)]


def _comments(branch: Branch) -> Iterator[Said]:
    """Read the comments of an element, which are kept word for word."""
    for number, comment in enumerate(branch.each("Comment"), 1):
        if text := comment.text():
            place = branch.node.get("ID") or branch.node.get("FixedRef") or ""
            yield Said(f"{local(branch.node)} {place} Comment {number}", text, KG.remark, text)


def _day(point: Branch) -> date:
    try:
        return date(*(int(point.need(part)) for part in ("Year", "Month", "Day")))
    except ValueError as error:
        raise point.error(f"is no date: {error}", "correct the file, or load an edition that is whole") from None


def _period(period: Branch) -> str:
    """Give a period as OFAC's CSV words it: `18 Oct 1972`, `Mar 1948`, `circa 1965`, `1951 to 1953`; "" for one of no days."""
    days: list[date] = []
    circa = False
    for boundary in ("Start", "End"):
        for each in period.each(boundary):
            circa = each.attribute("Approximate") == "true" or circa
            for side in ("From", "To"):
                days += [_day(point) for point in each.each(side)]
    for duration in ("DurationMinimum", "DurationMaximum"):
        for each in period.each(duration):
            raise each.error("a duration is new", "read it in the loader")
    if note := period.one("Comment"):
        return note
    return f"{'circa ' if circa else ''}{_worded(min(days), max(days))}" if days else ""


def _worded(first: date, last: date) -> str:
    after = date.fromordinal(last.toordinal() + 1)
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1) and first != last:
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if first.day == after.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1]} {first.year}"
    shown = [f"{each.day:02} {_MONTHS[each.month - 1]} {each.year}" for each in (first, last)]
    return shown[0] if first == last else " to ".join(shown)

"""The remarks of OFAC's lists, item by item: what each says, and where in the cell it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import URIRef

from kg.vocab import KG

__all__ = ["Item", "read_item", "read_remarks", "to_edtf"]

_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
_DAY = re.compile(r"(?:(?:(\d\d?) )?([A-Z][a-z]{2}) )?(\d{4})")
_PAPERS = (
    r"Passport|Cedula|C\.U\.R\.P\.|R\.F\.C\.|NIT|RUC|RIF|SSN|RTN|RUN|I\.F\.E\.|D\.N\.I\.|N\.I\.E\.|C\.U\.I\.[TPL]\.?|V\.A\.T\. Number|"
    r"D-U-N-S Number|MMSI|SWIFT/BIC|BIC|Cartilla de Servicio Militar Nacional|Unified Social Credit Code|United Social Credit Code"
)
_POSTS = (
    "Employee|Representative|Official|Minister|General|Colonel|Major|Commander|Director|Chairman|Chairperson|President|Member|member|"
    "Judge|Magistrate|Governor|Head|Secretary|Ambassador|Advisor|Senator|Deputy|Officer|Professor|chairman|leader|Constituent"
)
_NUMBERED = r"[A-Z][\w.&'’/() -]*?(?: No\.?| Number| ID| #| Card| Code| Certificate)"
#: Rules in order; the first that fits the whole item decides. `v` is the value; without it the item itself is.
_RULES: tuple[tuple[re.Pattern[str], URIRef], ...] = tuple(
    (re.compile(pattern), relation)
    for pattern, relation in (
        (r"(?:alt\. )?DOB (?P<v>.+)", KG.birthDate),
        (r"(?:alt\. )?POB (?P<v>.+)", KG.birthPlace),
        (r"(?:alt\. )?nationality (?P<v>.+)", KG.nationality),
        (r"(?:alt\. )?citizen (?P<v>.+)", KG.citizenship),
        (r"(?:alt\. )?Gender (?P<v>.+)", KG.gender),
        (r"Linked To: (?P<v>.+)", KG.linkedTo),
        (r"a\.k\.a\. '(?P<v>.+)'", KG.weakAlias),
        (r"f\.k\.a\. '(?P<v>.+)'", KG.formerName),
        (r"n\.k\.a\. '(?P<v>.+)'", KG.alias),
        (
            r"(?:alt\. )?(?:Email Address|Website|Web site|Phone Number|Telephone|Fax|Telefax|Tel)\b.*|www\..*|\S+@\S+",
            KG.contact,
        ),
        (
            r"(?:alt\. )?(?:Secondary sanctions risk|Additional Sanctions Information|Transactions Prohibited|CAATSA|IFCA|"
            r"Executive Order \d+|Section \d+|All offices|all offices|and all other)\b.*",
            KG.sanctionsInformation,
        ),
        (
            r"(?:alt\. )?(?:Aircraft|Vessel|Former Vessel|Previous Aircraft|Organization|Target Type|Nationality of Registration)\b.*",
            KG.particular,
        ),
        (rf"(?:alt\. )?(?:{_PAPERS})(?=\W).*", KG.identifier),
        (rf"(?:alt\. )?{_NUMBERED} \S*\d.*", KG.identifier),
        (r"(?:alt\. )?(?:Registration|Identification|Digital Currency Address) .*\d.*", KG.identifier),
        (rf".*\b(?:{_POSTS})\b.*", KG.function),
    )
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a remarks cell: its words, where they begin, and what they say."""

    text: str
    start: int
    relation: URIRef
    value: str


def read_remarks(cell: str) -> Iterator[Item]:
    """Yield the items of a remarks cell; what no rule fits is a kg:remark in its own words.

    >>> [(i.relation.rsplit("#")[1], i.value) for i in read_remarks("DOB 12 Dec 1952; POB Mexico; a.k.a. 'Mencho'.")]
    [('birthDate', '1952-12-12'), ('birthPlace', 'Mexico'), ('weakAlias', 'Mencho')]
    """
    for match in re.finditer(r"[^;\s].*?(?=;\s|;?$)", cell, flags=re.S):
        text = match.group()
        if match.end() == len(cell):
            text = text.removesuffix(".")
        yield read_item(text, match.start())


def read_item(text: str, start: int = 0) -> Item:
    """Tell what one item says; what no rule fits is a kg:remark in its own words."""
    for pattern, relation in _RULES:
        if found := pattern.fullmatch(text):
            # "alt." says that there is another of the kind; the number of a passport is the same without it.
            value = found.groupdict().get("v") or text.removeprefix("alt. ")
            if relation == KG.birthDate:
                edtf = to_edtf(value)
                return Item(text, start, relation if edtf else KG.remark, edtf or text)
            return Item(text, start, relation, value)
    return Item(text, start, KG.remark, text)


def to_edtf(words: str) -> str | None:
    """Give a date of birth in EDTF: "circa" is approximate, "to" is one of the days between; None for other words.

    >>> to_edtf("18 Oct 1972"), to_edtf("circa 1965"), to_edtf("01 Jan 1958 to 31 Dec 1958")
    ('1972-10-18', '1965~', '[1958-01-01..1958-12-31]')
    """
    circa = words.startswith("circa ")
    parts = [_day(part) for part in words.removeprefix("circa ").split(" to ")]
    if None in parts or len(parts) > 2:
        return None
    if len(parts) == 2:
        # A set of approximate days has no EDTF form that means more than the years it spans.
        return f"[{parts[0]}..{parts[1]}]"
    return f"{parts[0]}~" if circa else parts[0]


def _day(words: str) -> str | None:
    found = _DAY.fullmatch(words.strip())
    if not found or (found[2] and found[2] not in _MONTHS):
        return None
    return "-".join(
        part for part in (found[3], _MONTHS.get(found[2] or ""), found[1] and f"{int(found[1]):02}") if part
    )

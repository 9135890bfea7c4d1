"""The Security Council's list: a sample in the official format, its faults, and the real edition where it is there."""

import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.loaders import LOADERS
from kg.model import Claim, Edition, Entity, Record, Source

INPUT = Path(__file__).parent / "un" / "input.xml"
TEXT = INPUT.read_text(encoding="utf-8")
EDITION = Edition(id="un-sample", licence="sample")


def load(path: Path) -> list[Record]:
    return list(LOADERS["un"](path, EDITION))


def said(records: list[Record], subject: str) -> set[tuple[str, str]]:
    return {
        (record.predicate.rsplit("#", 1)[-1], str(record.object).rsplit("/", 1)[-1])
        for record in records
        if isinstance(record, Claim) and record.subject.endswith(f"/{subject}")
    }


def test_every_element_becomes_what_it_says_and_no_more() -> None:
    assert said(load(INPUT), "un.9900001") == {
        ("name", "AMADO EJEMPLO"),
        ("name", "أمادو"),
        ("alias", "Amado Ejemplo Muestra"),
        ("particular", "As Amado Ejemplo Muestra: born 1970-01-25, born in Spain"),
        ("weakAlias", "El Sastre"),
        ("identifier", "XXi.001"),
        ("gender", "Male"),
        ("gender", "male"),
        ("function", "Dr."),
        ("function", "Treasurer"),
        ("function", "General"),
        ("nationality", "Mexico"),
        ("particular", "Entry updated: 2017-01-02"),
        ("address", "Calle Falsa 123, Tepic, Mexico (previous address)"),
        ("birthDate", "[1968..1973]"),
        ("birthDate", "1970~"),
        ("remark", "Date of birth: 30-35 years old"),
        ("birthPlace", "Tepic, Mexico"),
        ("identifier", "Passport, X0000001, issued by Mexico, issued on 2010-02-18"),
        ("remark", "Leads nothing at all."),
        ("remark", "Father's name is Ernesto."),
        ("sanctionsInformation", "Review pursuant to Security Council resolution 1822 (2008) was concluded on 9 Apr. 2010"),
    }  # fmt: skip


def test_the_parts_of_a_comment_stand_where_they_say() -> None:
    comment = TEXT.partition("<COMMENTS1>")[2].partition("</COMMENTS1>")[0]
    quotes = [r.passage for r in load(INPUT) if isinstance(r, Claim) and r.passage.column == "COMMENTS1"]
    assert len(quotes) == 4
    assert [comment[quote.start : quote.end] for quote in quotes] == [quote.exact for quote in quotes]


def test_a_listing_is_a_designation_on_its_day_and_a_delisting_is_another_event() -> None:
    records = load(INPUT)
    (delisting,) = [r for r in records if isinstance(r, Claim) and r.subject.endswith("delisting") and r.predicate.endswith("target")]  # fmt: skip
    assert delisting.when is not None
    assert (delisting.when.edtf, delisting.passage.exact) == ("2015-03-02", "Muestra, 2015-03-02")
    assert said(records, "un.9900001:designation") == {
        ("type", "ontology#Designation"),
        ("target", "un.9900001"),
        ("authority", "un.security-council"),
        ("underProgramme", "un.list:Muestra"),
    }


def test_an_edition_that_is_not_dated_in_the_plan_has_the_day_it_was_generated() -> None:
    assert next(r.date for r in load(INPUT) if isinstance(r, Source)) == "2026-10-29"


BOMB = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY passwords SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("<CONSOLIDATED_LIST ", BOMB + "<CONSOLIDATED_LIST ", "declares a document type"),
        ("<CONSOLIDATED_LIST ", OUTSIDE + "<CONSOLIDATED_LIST ", "declares a document type"),
        ("<CONSOLIDATED_LIST ", '<!DOCTYPE l SYSTEM "list.dtd"><CONSOLIDATED_LIST ', "declares a document type"),
        ("El Sastre", "&c;", "input.xml:4: is not whole XML: Entity 'c' not defined"),
        ("<SORT_KEY/>", "<SORT_KEY/><PHONE>1</PHONE>", "unread field PHONE"),
        ("<SORT_KEY/>", "<SORT_KEY/><SHIP><NAME>1</NAME></SHIP>", "unread field SHIP"),
        ("<STREET>", "<FLOOR>3</FLOOR><STREET>", "INDIVIDUAL_ADDRESS: unread field FLOOR"),
        ("<INDIVIDUALS>", "<VESSELS><VESSEL/></VESSELS><INDIVIDUALS>", "unread element VESSELS"),
        ("<INDIVIDUAL>", '<INDIVIDUAL gone="yes">', "unread attribute gone"),
        ("<QUALITY>Good", "<QUALITY>Best", "QUALITY 'Best' is new"),
        (">BETWEEN<", ">PERHAPS<", "TYPE_OF_DATE 'PERHAPS' is new"),
        (">1968<", ">summer<", "date of birth 'summer to 1973' is no date"),
        ("2016-11-30", "30/11/2016", "LISTED_ON '30/11/2016' is no date"),
        ("<VALUE>UN List", "<VALUE>EU List", "LIST_TYPE 'EU List' is new"),
        ("<DATAID>9900001</DATAID>", "<DATAID/>", "DATAID is empty"),
        (" AMADO ", "", "FIRST_NAME is empty"),
        ("CONSOLIDATED_LIST", "sdnList", "is 'sdnList', not a CONSOLIDATED_LIST"),
    ],
)  # fmt: skip
def test_what_nobody_reads_stops_the_load_and_says_where(old: str, new: str, shown: str, tmp_path: Path) -> None:
    path = tmp_path / "input.xml"
    path.write_text(TEXT.replace(old, new, -1 if "LIST" in old and "<" not in old else 1), encoding="utf-8")
    with pytest.raises(DataError) as error:
        load(path)
    (line,) = str(error.value).splitlines()
    assert shown in line
    assert "input.xml" in line


def test_memory_does_not_grow_with_the_list(tmp_path: Path) -> None:
    entry = TEXT.partition("<INDIVIDUALS>")[2].partition("</INDIVIDUALS>")[0]
    peaks = []
    for times in (20, 400):
        many = "".join(entry.replace("9900001", str(number)) for number in range(times))
        (tmp_path / "input.xml").write_text(TEXT.replace(entry, many), encoding="utf-8")
        tracemalloc.start()
        for _ in LOADERS["un"](tmp_path / "input.xml", EDITION):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 200_000


def test_the_real_edition_is_read_whole(shared_data: Path) -> None:
    records = load(shared_data / "data" / "un" / "un_consolidated_2018-10-29.xml")
    kinds = Counter(r.type.rsplit("#", 1)[1] for r in records if isinstance(r, Entity))
    assert (kinds["Person"], kinds["Organisation"], kinds["Designation"]) == (703, 390, 1093)
    claims = [r for r in records if isinstance(r, Claim)]
    counts = Counter(claim.predicate.rsplit("#", 1)[-1] for claim in claims)
    names = counts["alias"] + counts["weakAlias"] + counts["formerName"]
    # 2,663 filled alias elements, of which 13 repeat another of the same entry.
    assert names == 2650
    comments = [c for c in claims if c.passage.column == "COMMENTS1"]
    assert len({c.passage.row for c in comments}) == 844

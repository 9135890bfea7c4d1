"""OFAC's list in CSV: a sample in the official format, its faults, and the real edition where it is there."""

import gzip
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kg.check import check_shapes
from kg.errors import DataError
from kg.loaders import LOADERS
from kg.loaders._remarks import read_remarks, to_edtf
from kg.model import Claim, Edition, Entity, Source
from kg.pipeline import dataset_of
from kg.queries import select

REPO = Path(__file__).parents[2]
EDITION = Edition(id="ofac-2022-01-31", publisher="OFAC", date="2022-01-31", licence="public domain", language="en")
PLAN = """[[source]]
id = "ofac-2022-01-31"
loader = "ofac"
path = "sdn.csv"
date = "2022-01-31"
licence = "public domain"
"""
N = "-0- "
SDN = f"""\
17672,LOS CUINIS,{N},SDNTK,{N},{N},{N},{N},{N},{N},{N},{N}
17673,"GONZALEZ VALENCIA, Abigael",individual,SDNTK] [ILLICIT-DRUGS-EO,{N},{N},{N},{N},{N},{N},{N},"DOB 18 Oct 1972; alt. DOB circa 1979; POB Aguililla, Michoacan, Mexico; Gender Male; C.U.R.P. GOVA721018HMNNLB07 (Mexico); a.k.a. 'Cuini'; Linked To: LOS CUINIS; Linked To: NOBODY HERE; something no rule knows."
"""
ALT = '17673,1,aka,"GONZALEZ VALENCIA, Abigail",-0- \n'
ADD = '17673,1,"Paseo Royal Country 5395-31","Zapopan, Jalisco","Mexico",-0- \n17672,2,-0- ,-0- ,-0- ,-0- \n\x1a\n'


@pytest.fixture
def edition(tmp_path):
    """Write an edition and read it."""

    def read(sdn=SDN, alt=ALT, add=ADD):
        for name, text in (("sdn", sdn), ("alt", alt), ("add", add)):
            (tmp_path / f"{name}.csv").write_text(text, encoding="latin-1", newline="")
        return list(LOADERS["ofac"](tmp_path / "sdn.csv", EDITION))

    return read


def said(records, party):
    return {
        (record.predicate.rsplit("#", 1)[1], str(record.object).rsplit("/", 1)[-1])
        for record in records
        if isinstance(record, Claim) and record.subject.endswith(party)
    }


def test_every_cell_becomes_claims_with_the_cell_for_a_quote(edition):
    records = edition()
    assert said(records, "ofac.17673") == {
        ("legalName", "GONZALEZ VALENCIA, Abigael"),
        ("birthDate", "1972-10-18"),
        ("birthDate", "1979~"),
        ("birthPlace", "Aguililla, Michoacan, Mexico"),
        ("gender", "Male"),
        ("identifier", "C.U.R.P. GOVA721018HMNNLB07 (Mexico)"),
        ("weakAlias", "Cuini"),
        ("linkedTo", "ofac.17672"),
        ("remark", "Linked To: NOBODY HERE"),
        ("remark", "something no rule knows"),
        ("alias", "GONZALEZ VALENCIA, Abigail"),
        ("address", "Paseo Royal Country 5395-31, Zapopan, Jalisco, Mexico"),
    }
    (birth,) = [r for r in records if isinstance(r, Claim) and str(r.object) == "1972-10-18"]
    assert (birth.passage.exact, birth.passage.row, birth.passage.column) == (
        "DOB 18 Oct 1972",
        "sdn.csv 17673",
        "remarks",
    )


def test_an_offset_counts_in_the_text_of_its_column(edition):
    remarks = SDN.partition('"DOB')[2]
    cell = '"DOB'[1:] + remarks.rpartition('"')[0]
    for record in edition():
        if isinstance(record, Claim) and record.passage.column == "remarks" and record.subject.endswith("17673"):
            assert cell[record.passage.start : record.passage.end] == record.passage.exact


def test_each_programme_is_a_designation_and_a_renamed_code_is_one_programme(edition):
    records = edition()
    events = {r.id.rsplit("/", 1)[1] for r in records if isinstance(r, Entity) and r.type.endswith("#Designation")}
    assert events == {"ofac.17672:SDNTK", "ofac.17673:SDNTK", "ofac.17673:ILLICIT-DRUGS-EO14059"}
    assert ("target", "ofac.17673") in said(records, "ofac.17673:ILLICIT-DRUGS-EO14059")


def test_a_family_of_programmes_is_asked_across_its_codes(edition, tmp_path):
    edition()
    (tmp_path / "sources.toml").write_text(PLAN)
    dataset = dataset_of(tmp_path / "sources.toml")
    rows = select(dataset, "programme_family", family="narcotics")
    assert {(str(row["party_name"]), str(row["codes"])) for row in rows} == {
        ("LOS CUINIS", "SDNTK"),
        ("GONZALEZ VALENCIA, Abigael", "SDNTK"),
        ("GONZALEZ VALENCIA, Abigael", "ILLICIT-DRUGS-EO ILLICIT-DRUGS-EO14059"),
    }
    assert {str(row["designated_by"]) for row in rows} == {"OFAC, US Department of the Treasury"}
    assert {str(row["said_by"]) for row in rows} == {"OFAC itself"}
    assert {str(row["said_by"]) for row in select(dataset, "list_entry")} == {"OFAC itself"}
    assert select(dataset, "programme_family", family="terrorism") == []
    assert len(select(dataset, "programme_family")) == 3


def test_a_terrorist_organisation_is_designated_by_the_secretary_of_state(edition):
    records = edition(sdn=SDN.replace(",SDNTK,", ",FTO,"))
    assert ("authority", "ofac.secretary-of-state") in said(records, "ofac.17672:FTO")


def test_two_rows_of_one_number_are_two_parties(edition):
    twice = SDN + f"17672,SOMEBODY ELSE,{N},SDGT,{N},{N},{N},{N},{N},{N},{N},{N}\n"
    parties = [r.id for r in edition(twice) if isinstance(r, Entity) and r.type.endswith("#Organisation")]
    assert len(set(parties)) == 2


def test_a_row_that_the_edition_before_had_gives_nothing_and_the_programme_is_a_row_of_its_own(tmp_path):
    def read(before, **texts):
        rows, asked = {}, []

        def unchanged(row, digest):
            asked.append(row)
            rows[row] = digest
            return before.get(row) == digest

        for name, text in ({"sdn": SDN, "alt": ALT, "add": ADD} | texts).items():
            (tmp_path / f"{name}_2022.csv").write_text(text, encoding="latin-1", newline="")
        records = list(LOADERS["ofac"](tmp_path / "sdn_2022.csv", replace(EDITION, unchanged=unchanged)))
        assert len(asked) == len(set(asked)), "a row is asked for once"
        return rows, {record.passage.row for record in records if isinstance(record, Claim)}

    first, made = read({})
    programmes = {"program SDNTK", "program ILLICIT-DRUGS-EO"}
    assert made == {"sdn.csv 17672", "sdn.csv 17673", "alt.csv 17673 1", "add.csv 17673 1", *programmes}
    assert set(first) == made | {"add.csv 17672 2"}
    assert read(first)[1] == set()
    assert read(first, alt=ALT.replace("Abigail", "Abby"))[1] == {"alt.csv 17673 1"}
    renamed = SDN.replace("ILLICIT-DRUGS-EO", "ILLICIT-DRUGS-EO14059")
    assert read(first, sdn=renamed)[1] == {"program ILLICIT-DRUGS-EO14059", "sdn.csv 17673"}
    # Who "Linked To" names is part of what is made of a row: here nobody is called LOS CUINIS any more.
    assert read(first, sdn=SDN.replace("LOS CUINIS,", "LOS QUINIS,"))[1] == {"sdn.csv 17672", "sdn.csv 17673"}
    # What alt.csv says of a party whose own row is gone makes it a party without one.
    assert read(first, sdn=SDN.partition("17673,")[0])[1] == {"alt.csv 17673 1", "add.csv 17673 1"}


def test_the_three_files_may_come_in_one_zip(tmp_path, edition):
    plain = edition()
    with zipfile.ZipFile(tmp_path / "SDN_CSV.ZIP", "w") as archive:
        for name, text in (("SDN", SDN), ("ALT", ALT), ("ADD", ADD)):
            archive.writestr(f"edition/{name}.CSV", text)
    packed = list(LOADERS["ofac"](tmp_path / "SDN_CSV.ZIP", EDITION))
    assert [r for r in packed if not isinstance(r, Source)] == [r for r in plain if not isinstance(r, Source)]


def test_the_consolidated_list_has_rows_of_its_own(tmp_path):
    for name, text in (("PRIM", SDN), ("ALT", ALT), ("ADD", ADD)):
        (tmp_path / f"CONS_{name}.CSV").write_text(text, encoding="latin-1", newline="")
    found = [r for r in LOADERS["ofac"](tmp_path / "CONS_PRIM.CSV", EDITION) if isinstance(r, Claim)]
    assert {"cons_prim.csv 17673", "cons_alt.csv 17673 1", "cons_add.csv 17673 1"} <= {
        claim.passage.row for claim in found
    }


def test_only_the_name_of_a_programme_changes_when_its_code_is_renamed(edition):
    def triples(sdn):
        return {(r.subject, r.predicate, r.object) for r in edition(sdn=sdn) if isinstance(r, Claim)}

    old, new = triples(SDN), triples(SDN.replace("ILLICIT-DRUGS-EO", "ILLICIT-DRUGS-EO14059"))
    assert {str(value) for _, _, value in old ^ new} == {"ILLICIT-DRUGS-EO", "ILLICIT-DRUGS-EO14059"}


@pytest.mark.parametrize(
    ("files", "shown"),
    [
        ({"sdn": ""}, "is empty"),
        ({"sdn": "<html><body>404</body></html>\n"}, "sdn.csv: is a web page, not a list"),
        (
            {"sdn": SDN.replace("LOS CUINIS,-0- ,", "LOS CUINIS,-0- ,new,", 1)},
            "sdn.csv:1: is not a row of this list: 13 cells",
        ),
        (
            {"sdn": SDN.replace("individual", "robot")},
            "sdn.csv:2: type 'robot' is new; add it to CLASSES of the loader",
        ),
        (
            {"sdn": SDN.replace("SDNTK]", "SDNTX]")},
            "sdn.csv:2: programme 'SDNTX' is new; add it to ontology/programmes.ttl",
        ),
        ({"alt": ALT.replace("aka", "xka")}, "alt.csv:1: alt_type 'xka' is new"),
        ({"sdn": SDN.replace("LOS CUINIS", N)}, "sdn.csv:1: name is empty"),
        ({"sdn": SDN[:-40]}, "sdn.csv:2: ends in the middle of a line; fetch the edition again"),
        ({"alt": ALT + "17673,2,aka,GON"}, "alt.csv:2: ends in the middle of a line"),
        ({"alt": ALT.replace("Abigail", "Abiga\u00c3\u00ad")}, "alt.csv:1: is UTF-8, and this format is Latin-1"),
        ({"alt": ALT.replace("Abigail", "Abi\u0093gail")}, "alt.csv:1: has bytes that are no text"),
        ({"sdn": "".join(f"\x00{c}" for c in SDN)}, "sdn.csv:1"),
    ],
)
def test_a_file_that_is_not_such_a_list_is_one_clear_line(edition, files, shown):
    with pytest.raises(DataError) as error:
        edition(**files)
    assert shown in str(error.value)


def test_a_truncated_gzip_is_one_clear_line(tmp_path):
    (tmp_path / "sdn.csv.gz").write_bytes(gzip.compress(SDN.encode("latin-1"))[:-20])
    with pytest.raises(DataError, match="fetch the file again"):
        list(LOADERS["ofac"](tmp_path / "sdn.csv.gz", EDITION))


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("1948", "1948"),
        ("Mar 1948", "1948-03"),
        ("circa 1948", "1948~"),
        ("1948 to 1950", "[1948..1950]"),
        ("unknown", None),
    ],
)
def test_a_date_of_birth_keeps_its_precision(words, edtf):
    assert to_edtf(words) == edtf


def test_a_name_that_ends_in_a_full_stop_keeps_its_link():
    items = list(read_remarks("Linked To: VALGO S.A. DE C.V.; Linked To: ASESORES S.A. DE C.V."))
    assert [item.text for item in items] == ["Linked To: VALGO S.A. DE C.V.", "Linked To: ASESORES S.A. DE C.V"]


def test_the_excerpt_of_the_project_loads_whole_and_fits_the_shapes(tmp_path):
    excerpt = REPO / "data" / "sources" / "ofac-sdn-excerpt" / "sdn.csv"
    (tmp_path / "sources.toml").write_text(PLAN.replace("sdn.csv", str(excerpt)))
    dataset = dataset_of(tmp_path / "sources.toml")
    assert check_shapes(dataset) == []
    listed = {str(row["party_name"]) for row in select(dataset, "programme_family", family="narcotics")}
    assert len(listed) == 37
    assert {"LOS CUINIS", "GONZALEZ VALENCIA, Abigael", "CARO QUINTERO, Rafael"} <= listed
    names = {str(row["name"]) for row in select(dataset, "aliases_of", entity="ofac.17671")}
    assert {"CJNG", "JALISCO NEW GENERATION CARTEL"} <= names
    records = list(LOADERS["ofac"](excerpt, EDITION))
    linked = {value for name, value in said(records, "ofac.17673") if name == "linkedTo"}
    assert linked == {"ofac.17672", "ofac.18413", "ofac.18823"}
    assert not [r for r in records if isinstance(r, Claim) and r.predicate.endswith("#remark")]


def test_letters_of_latin_1_are_read(edition):
    records = edition(alt=ALT.replace("Abigail", "Ab\u00edgail"))
    assert ("alias", "GONZALEZ VALENCIA, Ab\u00edgail") in said(records, "ofac.17673")


def test_the_same_number_with_and_without_alt_is_one_number(edition):
    twice = SDN.replace("a.k.a. 'Cuini'", "Passport JX1 (Canada); alt. Passport JX1 (Canada)")
    found = [r for r in edition(sdn=twice) if isinstance(r, Claim) and "Passport" in str(r.object)]
    assert [(str(r.object), r.passage.exact) for r in found] == [("Passport JX1 (Canada)", "Passport JX1 (Canada)")]


def test_every_monthly_edition_loads_and_unchanged_rows_give_nothing(shared_data):
    before: dict[str, str] = {}
    made = []
    for path in sorted((shared_data / "data" / "ofac" / "series").glob("sdn_*.csv.gz")):
        rows = {}

        def unchanged(row, digest, rows=rows, before=before):
            assert row not in rows
            rows[row] = digest
            return before.get(row) == digest

        edition = Edition(id=path.name[4:14], unchanged=unchanged)
        made.append(sum(isinstance(record, Claim) for record in LOADERS["ofac"](path, edition)))
        before = rows
    assert len(made) == 23
    assert made[0] > 80_000
    assert max(made[1:]) < 10_000


def test_the_codes_of_the_first_and_the_last_edition_are_those_counted_by_hand(shared_data):
    counted = {}
    for day in ("2021-08-18", "2023-06-01"):
        path = shared_data / "data" / "ofac" / "series" / f"sdn_{day}.csv.gz"
        under: dict[str, set[str]] = {}
        for record in LOADERS["ofac"](path, Edition(id=day)):
            if isinstance(record, Claim) and record.predicate.endswith("#underProgramme"):
                under.setdefault(record.object.rpartition("programme.")[2], set()).add(
                    record.subject.partition(":")[2].partition(":")[0]
                )
        counted[day] = len(under["SDNTK"] | under.get("ILLICIT-DRUGS-EO14059", set())), len(under["TCO"])
    assert counted == {"2021-08-18": (1770, 131), "2023-06-01": (1610, 138)}


def test_the_real_edition_is_read_whole(shared_data):
    records = list(LOADERS["ofac"](shared_data / "data" / "ofac" / "2022-01-31" / "sdn.csv", EDITION))
    claims = [record for record in records if isinstance(record, Claim)]
    counts = Counter(claim.predicate.rsplit("#", 1)[1] for claim in claims)
    listed = {claim.subject for claim in claims if claim.predicate.endswith("#legalName")}
    assert len(listed) == 9044
    from_alt = [c for c in claims if (c.passage.row or "").startswith("alt.csv") and c.passage.column == "alt_name"]
    assert len(from_alt) == 12409
    assert counts["address"] == 11297
    remarks = [claim for claim in claims if claim.passage.column == "remarks"]
    kept = sum(len(claim.passage.exact) for claim in remarks if claim.predicate.endswith("#remark"))
    assert kept / sum(len(claim.passage.exact) for claim in remarks) < 0.05

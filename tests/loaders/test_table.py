"""Tables and their mappings: a register of our own making in four formats, and two real tables where they are there."""

import csv
import importlib.util
import io
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.loaders import LOADERS
from kg.model import Claim, Edition, Entity, Record

HERE = Path(__file__).parent / "table"
MAPPINGS = Path(__file__).parents[2] / "data" / "mappings"
TEXT = (HERE / "input.csv").read_text(encoding="utf-8")
EDITION = Edition(id="register", publisher="The register", date="2021-05-01", language="en")


def load(path: Path) -> list[Record]:
    return list(LOADERS["table"](path, EDITION))


def said(records: list[Record]) -> list[tuple[str, str, str, str]]:
    return [
        (
            record.subject.rsplit("/", 1)[1],
            record.predicate.rsplit("#", 1)[-1],
            str(record.object).rsplit("/", 1)[-1],
            record.passage.exact,
        )
        for record in records
        if isinstance(record, Claim)
    ]


def test_a_row_says_what_its_mapping_reads_and_quotes_the_cells() -> None:
    assert said(load(HERE / "input.csv")) == [
        ("register.17", "name", "Ana Muestra", "Ana Muestra"),
        ("register.17", "alias", "Anita Muestra", "Anita Muestra"),
        ("register.17", "nickname", "La Chata", '"La Chata"'),
        ("register.17", "remark", "also others.", "also others."),
        ("register.17", "birthDate", "1971-03-05", "05/03/1971"),
        ("register.17", "worksFor", "register.21", "21"),
        ("register.21", "name", "company 21", "21"),
        ("register.17", "gender", "female", "F"),
        ("register-entry.17", "type", "ontology#Designation", "17"),
        ("register-entry.17", "target", "register.17", "17"),
        ("register-entry.17", "authority", "register.office", "17"),
        ("register.21", "name", "Talleres Muestra", "Talleres Muestra"),
        ("register.21", "particular", "born: 1999", "1999"),
        ("register-entry.21", "type", "ontology#Designation", "21"),
        ("register-entry.21", "target", "register.21", "21"),
        ("register-entry.21", "authority", "register.office", "21"),
    ]


def test_a_part_of_a_cell_is_quoted_where_it_stands() -> None:
    cell = next(csv.DictReader(io.StringIO(TEXT)))["aliases"]
    for record in load(HERE / "input.csv"):
        if isinstance(record, Claim) and record.passage.column == "aliases":
            assert cell[record.passage.start : record.passage.end] == record.passage.exact


def test_two_dates_are_some_day_between_them_and_one_is_itself() -> None:
    whens = {str(r.when.edtf) for r in load(HERE / "input.csv") if isinstance(r, Claim) and r.when}
    assert whens == {"[2020-02-01..2020-02-28]", "2021-04-15"}


def test_every_format_gives_the_same(tmp_path: Path, need: Callable[[bool, str], None]) -> None:
    for package in ("pyarrow", "openpyxl", "python_calamine"):
        need(importlib.util.find_spec(package) is not None, f"pip install {package}")
    import openpyxl
    import pyarrow as pa
    from pyarrow import parquet

    header, *rows = csv.reader(io.StringIO(TEXT))
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (header, *rows):
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(tmp_path / "input.xlsx")
    columns = {name: [int(row[n]) if name == "nr" else row[n] for row in rows] for n, name in enumerate(header)}
    parquet.write_table(pa.table(columns), tmp_path / "input.parquet")
    with (tmp_path / "input.tsv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter="\t").writerows((header, *rows))
    shutil.copy(HERE / "input.toml", tmp_path / "input.toml")
    expected = said(load(HERE / "input.csv"))
    for name in ("input.tsv", "input.parquet", "input.xlsx"):
        assert said(load(tmp_path / name)) == expected, name


@pytest.mark.parametrize(
    ("name", "old", "new", "shown"),
    [
        ("input.csv", "checksum\n", "checksum,nu\n", "has 10 cells where the header has 11"),
        ("input.csv", "checksum", "control", "input.csv:1: unread column 'control'"),
        ("input.csv", ",P,", ",Q,", "input.csv:2: kind 'Q' is new"),
        ("input.csv", ",F,", ",X,", "input.csv:2: 'X' is new; add it to the map of {sex}"),
        ("input.csv", "01/02/2020", "soon", "input.csv:2: 'soon, 28/02/2020' is no date"),
        ("input.csv", "17,P", ",P", "input.csv:2: nr is empty"),
        ("input.csv", "until", "from", "has two columns 'from'"),
        ("input.toml", 'key = ["nr"]', 'key = ["number"]', "there is no column 'number'"),
        ("input.toml", 'relation = "name"', 'relation = "nome"', "there is no relation 'nome'"),
        ("input.toml", 'is = "Person"', 'is = "Persona"', "there is no class 'Persona'"),
        ("input.toml", 'of = "entry"', 'of = "entrada"', "there is no entity 'entrada'"),
        ("input.toml", 'when = "listed"', 'when = "then"', "there is no date 'then'"),
        ("input.toml", "null =", "nil =", "Extra inputs are not permitted"),
        ("input.toml", 'key = ["nr"]', "key = [", "is not TOML"),
        ("input.toml", 'of = "entry"\nrelation = "target"', 'of = "office"\nrelation = "target"', "target is said of a Event, and office is a Agency here"),
    ],
)  # fmt: skip
def test_what_does_not_fit_stops_the_load_and_says_where(
    name: str, old: str, new: str, shown: str, tmp_path: Path
) -> None:
    for file in HERE.iterdir():
        text = file.read_text(encoding="utf-8")
        assert file.name != name or old in text
        (tmp_path / file.name).write_text(text.replace(old, new, 1) if file.name == name else text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load(tmp_path / "input.csv")
    assert shown in str(error.value)


def test_a_table_without_a_mapping_says_what_to_write(tmp_path: Path) -> None:
    shutil.copy(HERE / "input.csv", tmp_path / "register-2021-05-01.csv")
    with pytest.raises(DataError, match=r"write register-2021-05-01.toml or register.toml beside it"):
        load(tmp_path / "register-2021-05-01.csv")


def test_another_mapping_reads_the_rows_of_the_edition_before_again(tmp_path: Path) -> None:
    digests = []
    for mapping in ("", "\n# said better\n"):
        (tmp_path / "input.csv").write_text(TEXT, encoding="utf-8")
        (tmp_path / "input.toml").write_text((HERE / "input.toml").read_text() + mapping, encoding="utf-8")
        edition = Edition(id="register", unchanged=lambda row, digest: bool(digests.append(digest)))  # type: ignore[func-returns-value]
        list(LOADERS["table"](tmp_path / "input.csv", edition))
    assert len(set(digests)) == 4


def real(shared_data: Path, folder: Path, file: str, mapping: str) -> list[Record]:
    (folder / Path(file).name).symlink_to(shared_data / "data" / file)
    shutil.copy(MAPPINGS / mapping, folder / mapping)
    return load(folder / Path(file).name)


def test_the_conflict_events_of_ucdp_have_their_sides_places_dates_and_dead(shared_data: Path, tmp_path: Path) -> None:
    records = real(shared_data, tmp_path, "ucdp/ged_mexico_1989_2021.csv.gz", "ged_mexico.toml")
    kinds = Counter(dict.fromkeys((r.id, r.type.rsplit("#", 1)[1]) for r in records if isinstance(r, Entity)).keys())
    assert sum(n for (_, kind), n in kinds.items() if kind == "ConflictEvent") == 13893
    claims = [r for r in records if isinstance(r, Claim)]
    counts = Counter(claim.predicate.rsplit("#", 1)[-1] for claim in claims)
    assert (counts["actor"], counts["place"], counts["count"]) == (27631, 13893, 13284)
    exact = {c.subject for c in claims if c.when and c.when.edtf[0] != "["}
    assert len(exact) == 11840
    assert sum(int(c.object) for c in claims if c.predicate.endswith("#count")) == 112482


def test_the_notices_of_the_fbi_make_nobody_wanted_who_is_not_called_wanted(shared_data: Path, tmp_path: Path) -> None:
    records = real(shared_data, tmp_path, "fbi/fbi_wanted_2024-02-29.csv", "fbi_wanted.toml")
    claims = [r for r in records if isinstance(r, Claim)]
    wanted = [c for c in claims if c.predicate.endswith("#wantedFor")]
    with (shared_data / "data" / "fbi" / "fbi_wanted_2024-02-29.csv").open(encoding="utf-8", newline="") as file:
        rows = {f"{row['title']} {row['publication']}": row for row in csv.DictReader(file)}
    assert 250 < len(wanted) < 310
    for claim in wanted:
        row = rows[claim.passage.row or ""]
        assert claim.attribution is not None
        assert " wanted" in claim.attribution.exact
        assert claim.attribution.exact in row["caution"]
        assert claim.claimant == claim.accuser
        assert not any(word in row["subject"].lower() for word in ("missing", "seeking", "victim", "vicap"))
        assert not any(word in row["description"].lower() for word in ("witness", "victim", "missing"))
    stages = {c.predicate for c in claims if c.attribution} - {wanted[0].predicate}
    assert {stage.rsplit("#", 1)[1] for stage in stages} == {"wording"}
    missing = {key for key, row in rows.items() if "Missing" in row["subject"]}
    assert not missing & {c.passage.row for c in wanted}
    assert {c.passage.row for c in claims} == set(rows)

"""The command line, run as people run it."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Dataset, Graph

from kg.commands import COMMANDS

REPO = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def kg(built):
    """Run `kg` in the folder above a finished build."""

    def run(*words: str, store: bool = True, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kg", *words, *(["--store", str(built / "store")] if store else [])]
        environment = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "140"}
        return subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", cwd=cwd or built, env=environment, check=False
        )

    return run


def test_help_shows_every_command_with_an_example(kg):
    listed = kg("--help", store=False)
    assert listed.returncode == 0
    commands = [line.split()[0] for line in listed.stdout.partition("Commands:")[2].splitlines() if line.strip()]
    assert commands == [command.name for command in COMMANDS]
    for command in commands:
        assert "Example: kg" in kg(command, "--help", store=False).stdout


def test_show_el_cuini_has_aliases_kin_and_role_each_with_quote_speaker_modality_and_date(kg):
    text = kg("show", "El Cuini").stdout
    for part in (
        "is also known as El Cuini",
        "is a brother-in-law of Nemesio Oseguera",
        "is a financial boss of Jalisco New Generation  [said, not established]",
        "«said to be a top financial boss for the cartel»",
        "reported by somebody the text does not name, in BBC News; read with background knowledge; “said to be”",
        "BBC News, 2025-08-13",
        "may not have been charged with, or convicted of, anything",
    ):
        assert part in text


def test_show_as_json_holds_every_axis(kg):
    found = json.loads(kg("show", "Rosa A", "--format", "json").stdout)
    (stage,) = found["claims"]["Legal stages"]
    assert (stage["modality"], stage["via"], stage["jurisdiction"]) == (
        "Alleged",
        ["attorney general’s office"],
        "not stated",
    )


def test_what_is_denied_says_so_before_it_says_what(kg):
    text = kg("show", "Trump").stdout
    assert "DENIED: orders authorisation" in text
    assert "denied by Claudia Sheinbaum" in text


def test_a_query_has_the_prefixes_predefined(kg):
    answer = kg("query", "-e", "SELECT ?p WHERE { ?p a kg:Person }")
    assert answer.returncode == 0
    assert len(answer.stdout.splitlines()) == 9


def test_a_question_takes_a_name_for_an_entity_and_gives_csv_and_json(kg):
    rows = list(
        csv.DictReader(io.StringIO(kg("query", "members_of", "--param", "organisation=CJNG", "--format", "csv").stdout))
    )
    assert any("Oseguera" in " ".join(row.values()) for row in rows)
    assert json.loads(kg("query", "denials", "--format", "json").stdout)


def test_construct_gives_turtle(kg):
    text = kg("query", "-e", "CONSTRUCT { ?p a kg:Person } WHERE { ?p a kg:Person }", "--format", "turtle").stdout
    assert len(Graph().parse(data=text, format="turtle")) == 8


def test_a_question_in_a_file(kg, tmp_path):
    (tmp_path / "mine.rq").write_text(
        "# Which people are there?\nSELECT ?label WHERE { ?p a kg:Person ; rdfs:label ?label }", encoding="utf-8"
    )
    assert "Rosa A" in kg("query", str(tmp_path / "mine.rq")).stdout


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["query", "member_of"], "kg: there is no question 'member_of'; did you mean 'members_of'?"),
        (["query", "members_of"], "kg: members_of needs organisation"),
        (["query", "members_of", "--param", "org=CJNG"], "kg: members_of has no parameter 'org'"),
        (["query", "members_of", "--param", "organisation"], "has no =; write NAME=VALUE"),
        (
            ["query", "on_date", "--param", "entity=CJNG", "--param", "on=yesterday"],
            "kg: on: 'yesterday' is not an EDTF date",
        ),
        (["query", "-e", "SELECT"], "kg: the query is not SPARQL"),
        (["query", "nowhere.rq"], "kg: nowhere.rq cannot be read"),
        (["show", "Nobody"], "kg: nobody here is called 'Nobody'"),
        (["show", "cartel"], "use one of these ids"),
        (["analyse", "brockers"], "there is no analysis 'brockers'; choose from brokers, key_players"),
        (["links", "El Cuini", "CJNG", "--as-of", "soon"], "'soon' is not an EDTF date"),
        (["export", "--format", "pdf"], "'pdf' is not one of"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_code_2(kg, words, shown):
    done = kg(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert shown in done.stderr
    assert "Traceback" not in done.stderr


def test_no_store_is_one_clear_line(kg, tmp_path):
    done = kg("find", "x", "--store", str(tmp_path), store=False)
    assert done.returncode == 2
    assert "make one with `kg build`" in done.stderr


def test_links_explains_every_step(kg):
    text = kg("links", "El Cuini", "Caro Quintero").stdout
    assert text.count("«") >= 6
    assert "A chain of ties says nothing of guilt" in text
    assert "try --include alleged" in kg("links", "El Cuini", "Caro Quintero", "--include", "established").stdout


def test_of_a_person_and_their_murder_the_person_is_meant(kg):
    assert "1985" in kg("timeline", "Camarena").stdout


def test_a_timeline_of_nothing_says_so(kg):
    done = kg("timeline", "Rosa A")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing alleged and dated is here about Rosa A" in done.stderr


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own TriG parser uses it
def test_exports_are_read_back_and_the_same_every_time(kg, tmp_path):
    for form, kind in (("nquads", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")):
        kg("export", "--format", form, "-o", str(tmp_path / form))
        kg("export", "--format", form, "-o", str(tmp_path / f"{form}2"))
        assert (tmp_path / form).read_bytes() == (tmp_path / f"{form}2").read_bytes()
        data = Dataset()
        data.parse(tmp_path / form, format=kind)
        assert len(list(data.quads())) == len((tmp_path / "nquads").read_text(encoding="utf-8").splitlines())


def test_a_view_around_somebody_is_one_file(kg, tmp_path):
    done = kg("view", "El Mencho", "--depth", "2", "-o", str(tmp_path / "mencho.html"))
    assert done.returncode == 0
    text = (tmp_path / "mencho.html").read_text(encoding="utf-8")
    assert "said to be a top financial boss" in text
    assert "Camarena" not in text


def test_build_and_check_in_a_folder_of_ones_own(kg, tmp_path):
    shutil.copytree(REPO / "data", tmp_path / "data")
    shutil.copy(REPO / "tests" / "article.toml", tmp_path / "data" / "sources.toml")
    done = kg("build", store=False, cwd=tmp_path)
    assert done.returncode == 0
    assert "5 contested, 59 established" in done.stdout
    for made in ("store/current", "report.html", "network.html"):
        assert (tmp_path / "build" / made).exists()
    assert kg("check", store=False, cwd=tmp_path).returncode == 0
    assert kg("check", "build/store", store=False, cwd=tmp_path).returncode == 0


def test_a_claim_file_given_by_path_is_built_without_a_plan(kg, tmp_path):
    shutil.copy(REPO / "data" / "sources" / "bbc-2025-08-13.txt", tmp_path / "article.txt")
    text = (REPO / "data" / "claims" / "bbc-2025-08-13.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("../sources/bbc-2025-08-13.txt", "article.txt"), encoding="utf-8")
    assert kg("check", "mine.yaml", store=False, cwd=tmp_path).returncode == 0
    assert kg("build", "mine.yaml", "-o", "out", store=False, cwd=tmp_path).returncode == 0
    assert "brother-in-law" in kg("show", "El Cuini", "--store", "out/store", store=False, cwd=tmp_path).stdout


def test_a_faulty_claim_file_makes_check_and_build_exit_1_and_changes_nothing(kg, tmp_path):
    shutil.copytree(REPO / "data", tmp_path / "data")
    shutil.copy(REPO / "tests" / "article.toml", tmp_path / "data" / "sources.toml")
    claims = tmp_path / "data" / "claims" / "bbc-2025-08-13.yaml"
    claims.write_text(claims.read_text(encoding="utf-8").replace("Mexico sent 26", "Mexico sent 36"), encoding="utf-8")
    for command in ("check", "build"):
        done = kg(command, store=False, cwd=tmp_path)
        assert done.returncode == 1
        assert "C01: the quote" in done.stderr
        assert "copy the sentence letter by letter" in done.stderr
    assert not list((tmp_path / "build" / "store").glob("*"))


def test_output_pipes_without_a_complaint(built):
    command = f"'{sys.executable}' -m kg query everything_about --param entity='El Cuini' --format csv --store '{built}/store' | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_the_vocabulary_is_printed_for_those_who_add_a_term(kg):
    assert kg("vocab", store=False).stdout == (REPO / "kg" / "vocab.py").read_text(encoding="utf-8")


def test_a_device_and_a_link_are_written_to_and_not_replaced(kg, tmp_path):
    (tmp_path / "there").mkdir()
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "there" / "real.csv")
    assert kg("export", "--format", "csv", "-o", str(link)).returncode == 0
    assert link.is_symlink()
    assert (tmp_path / "there" / "real.csv").exists()
    assert kg("export", "--format", "csv", "-o", "/dev/null").returncode == 0
    assert not Path("/dev/null").is_file()


def test_what_cannot_be_written_is_one_clear_line(kg, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = kg("export", "--format", "csv", "-o", str(tmp_path / "file" / "x.csv"))
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "cannot read or write" in done.stderr


def test_a_view_takes_its_form_from_the_file_or_the_option(kg, tmp_path):
    drawn = kg("view", "El Mencho", "-o", str(tmp_path / "mencho.svg"))
    assert drawn.returncode == 0, drawn.stderr
    assert (tmp_path / "mencho.svg").read_text(encoding="utf-8").startswith("<svg")
    assert kg("view", "El Mencho", "--format", "mermaid").stdout.startswith('---\ntitle: "Nemesio Oseguera"')
    for form in ("timeline", "map"):
        assert kg("view", "--format", form).stdout.startswith("<!doctype html>")


def test_a_png_is_not_written_into_a_terminal(kg):
    done = kg("view", "El Mencho", "--format", "png")
    assert done.returncode == 2
    assert "-o FILE.png" in done.stderr


def test_a_page_shows_quotes_among_the_words_around_them(kg, tmp_path):
    kg("view", "El Cuini", "-o", str(tmp_path / "cuini.html"))
    assert "is the brother-in-law of the group’s leader" in (tmp_path / "cuini.html").read_text(encoding="utf-8")


def test_the_whole_store_is_not_exported_as_if_it_were_a_view(kg):
    done = kg("export", "--format", "trig", "--include", "established")
    assert done.returncode == 2
    assert "exports the whole store" in done.stderr


def test_quotes_are_printed_whatever_the_locale(built):
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    command = [sys.executable, "-m", "kg", "show", "El Cuini", "--store", str(built / "store")]
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert "González" in done.stdout.decode()


def test_a_store_is_checked_from_any_folder(kg, built, tmp_path):
    assert kg("check", str(built / "store"), store=False, cwd=tmp_path).returncode == 0


def test_somebody_who_is_not_in_the_view_gets_no_empty_page(kg, tmp_path):
    done = kg("view", "Roberto Salazar", "--include", "established", "-o", str(tmp_path / "x.html"))
    assert done.returncode == 2
    assert "try --include alleged" in done.stderr
    assert not (tmp_path / "x.html").exists()


def test_a_plan_whose_decisions_are_gone_undoes_no_merge_in_silence(kg, tmp_path):
    shutil.copytree(REPO / "data", tmp_path / "data")
    (tmp_path / "data" / "decisions.csv").unlink()
    done = kg("build", store=False, cwd=tmp_path)
    assert done.returncode == 1
    assert "every merge is undone" in done.stderr


def test_a_page_that_cannot_be_written_leaves_no_new_store(kg, tmp_path):
    shutil.copytree(REPO / "data", tmp_path / "data")
    shutil.copy(REPO / "tests" / "article.toml", tmp_path / "data" / "sources.toml")
    (tmp_path / "build" / "network.html").mkdir(parents=True)
    assert kg("build", store=False, cwd=tmp_path).returncode == 1
    assert not (tmp_path / "build" / "store").exists()


def test_analyse_says_how_sure_a_rank_is_and_what_must_be_said_beside_it(kg):
    text = kg("analyse", "brokers", "--as-of", "2025-08", "--samples", "50").stdout
    assert "in nine draws of ten" in text
    assert "Drawn 50 times" in text
    assert "not importance in crime" in text
    assert "[as of 2025-08]" in text


def test_analyse_as_json_csv_and_html_carries_the_caveat(kg, tmp_path):
    found = json.loads(kg("analyse", "brokers", "balance", "--samples", "50", "--format", "json").stdout)
    assert set(found) == {"brokers", "balance"}
    assert all(each["caveat"] for each in found.values())
    assert all(one["quote"] and one["words"] for one in found["brokers"]["behind"])
    rows = list(csv.DictReader(io.StringIO(kg("analyse", "cores", "--samples", "0", "--format", "csv").stdout)))
    assert rows
    assert all(row["caveat"] for row in rows)
    assert kg("analyse", "dismantling", "--format", "html", "-o", str(tmp_path / "page.html")).returncode == 0
    assert "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_changes_need_an_earlier_date_and_then_compare(kg):
    refused = kg("analyse", "changes")
    assert refused.returncode == 2
    assert "give the earlier one with --before" in refused.stderr
    text = kg("analyse", "changes", "--before", "2024", "--as-of", "2025-08", "--unnamed").stdout
    assert "the 26 prisoners transferred in August 2025  gained" in text
    assert "need not have ended" in text


def test_analyse_only_some_ties(kg):
    assert "Oseguera" in kg("analyse", "cores", "--tie", "Kinship", "--samples", "0").stdout
    assert "Government of Mexico" not in kg("analyse", "cores", "--tie", "Kinship", "--samples", "0").stdout


def test_a_dossier_goes_to_stdout_as_markdown_and_to_a_file_by_its_ending(kg, tmp_path):
    assert kg("dossier", "Caro Quintero").stdout.startswith("# Right to reply: Caro Quintero\n")
    assert kg("dossier", "Caro Quintero", "-o", str(tmp_path / "sheet.html")).returncode == 0
    assert (tmp_path / "sheet.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_links_in_several_ways_each_with_quotes(kg):
    text = kg("links", "El Cuini", "CJNG", "--ways", "2").stdout
    assert text.startswith("WAY 1\n1. ")
    assert "WAY 2" in text
    assert text.count("«") >= 3
    assert "no chain" in kg("links", "El Cuini", "White House", "--ways", "2", "--include", "established").stdout

"""From an article to the graph, as a stranger would try it: extract, review, build; what nobody accepted is in no view."""

import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.claim_file import dump, parse
from kg.cli import main
from kg.extract import batch
from kg.extract.batch import Job, Outcome
from kg.graph import rows
from kg.vocab import PREFIXES

TEXT = "By Wire News\n13 August 2025\n\nAna Ruiz is a leader of the Gulf Crew. Luis Paz is a cousin of Ana Ruiz.\n"


def run(*words: object, keys: str | None = None, code: int = 0) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words], input=keys)
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "wire.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def claims(article: Path, more: str) -> Path:
    """Extract, and add rows by hand: what the rules read is for other tests."""
    path = article.with_name("c.yaml")
    run("extract", article, "-o", path)
    file = parse(path).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    file["claims"] = json.loads(more)
    file["entities"] = {"ana": {"type": "Person"}, "luis": {"type": "Person"}, "crew": {"type": "CriminalOrganisation"}}
    path.write_text(dump(type(parse(path)).model_validate(file)), encoding="utf-8")
    return path


ROWS = """[
 {"id": "N1", "quote": {"exact": "Ana Ruiz", "suffix": " is"}, "subject": "ana", "says": {"name": "Ana Ruiz"}},
 {"id": "N2", "quote": "Luis Paz", "subject": "luis", "says": {"name": "Luis Paz"}},
 {"id": "N3", "quote": "the Gulf Crew", "subject": "crew", "says": {"name": "Gulf Crew"}},
 {"id": "C1", "quote": "Ana Ruiz is a leader of the Gulf Crew", "subject": "ana", "says": {"leads": "crew"}},
 {"id": "C2", "quote": "Luis Paz is a cousin of Ana Ruiz", "subject": "luis", "says": {"cousinOf": "ana"}}
]"""


def edges(store: Path, graph: str = "") -> set[str]:
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    found = rows(kg.open(store), f"SELECT DISTINCT ?p {{ {pattern} }}")
    return {str(p).removeprefix(PREFIXES["kg"]) for (p,) in found} & {"leads", "cousinOf"}


def test_accepted_claims_are_edges_and_candidates_wait_in_a_graph_of_their_own(article):
    path = claims(article, ROWS)
    run("build", path, "-o", article.with_name("before"))
    store = article.with_name("before") / "store"
    assert edges(store) == set()
    assert edges(store, PREFIXES["graph"] + "alleged") == set()
    waiting = run("query", "unreviewed", "--store", store)
    assert "Ana Ruiz is a leader of the Gulf Crew" in waiting

    summary = run("review", path, keys="aaaar")
    assert "4 accepted, 1 rejected" in summary
    run("build", path, "-o", article.with_name("after"))
    store = article.with_name("after") / "store"
    assert edges(store) == {"leads"}
    assert "cousin" not in run("query", "unreviewed", "--store", store)


def test_extract_review_and_load_are_enough_where_there_is_no_store(article, monkeypatch):
    monkeypatch.chdir(article.parent)
    run("extract", article.name, "-o", "c.yaml")
    run("review", "c.yaml", keys="a" * 20)
    assert "build/store is new" in run("load", "c.yaml")
    assert "Ana Ruiz" in run("find", "Ana Ruiz")
    assert "is in the store already" in run("load", "c.yaml", code=1)


def test_an_article_without_any_claim_builds(article):
    path = article.with_name("c.yaml")
    run("extract", article, "-o", path)
    run("review", path, keys="a" * 9)
    run("build", path, "-o", article.with_name("out"))


def test_judgements_are_never_written_over(article):
    path = claims(article, ROWS)
    run("review", path, keys="a")
    before = path.read_bytes()
    assert "holds judgements of a person" in run("extract", article, "-o", path, code=1)
    assert path.read_bytes() == before


def test_a_folder_is_read_file_by_file_and_one_that_fails_stops_nothing(article, tmp_path):
    folder = tmp_path / "articles"
    (folder / "more").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "more" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "empty.txt").write_text(" ", encoding="utf-8")
    out = tmp_path / "claims"
    said = run("extract", folder, "-o", out, code=1)
    assert "empty.txt: holds no text" in said
    assert "1 of 3 articles could not be read" in said
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.yaml")) == ["a.yaml", "more/a.yaml"]
    run("check", out / "more" / "a.yaml")
    again = run("extract", folder, "-o", out, code=1)
    assert "0 articles read" in again, "what is there is kept"
    assert "2 claim files were there and are kept" in again


def test_a_claim_file_goes_to_stdout_and_pipes(article):
    done = subprocess.run([sys.executable, "-m", "kg", "extract", article], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("source:\n  id: wire\n")
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("A", "A"), "name a folder"),
        (("A", "A", "-o", "out"), "would both be"),
        (("A", "--base-url", "http://127.0.0.1:9"), "are for --llm"),
        (("A", "--llm", "m", "--price", "cheap"), "two prices"),
        (("nothing.txt",), "does not exist"),
    ],
)
def test_a_wrong_call_is_one_clear_line_and_exit_code_2(article, words, said):
    given = [str(article) if word == "A" else word for word in words]
    assert said in " ".join(run("extract", *given, code=2).split())


def test_many_articles_are_read_on_all_cores_and_again_only_where_something_is_missing(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "claims"
    said = run("extract", folder, "-o", out)
    assert "20 articles read" in said
    (out / "7.yaml").unlink()
    before = (out / "8.yaml").stat().st_mtime_ns
    assert "1 articles read" in run("extract", folder, "-o", out)
    assert (out / "8.yaml").stat().st_mtime_ns == before


def test_a_file_that_is_no_text_is_named_even_if_its_bytes_are_utf_8(tmp_path):
    path = tmp_path / "picture.txt"
    path.write_bytes(b"\x00\x01\x02" * 50)
    assert "is not text" in run("extract", path, "-o", tmp_path / "c.yaml", code=1)


def dies_over(name: str, job: Job) -> Outcome:
    if job.article.name == name:
        os._exit(1)
    return Outcome(job)


def test_an_article_that_ends_its_process_is_named_and_the_others_are_read(tmp_path):
    jobs = []
    for number in range(20):
        path = tmp_path / f"{number:02}.txt"
        path.write_text(TEXT, encoding="utf-8")
        jobs.append(Job(path, path.with_suffix(".yaml")))
    found = list(batch._read(jobs, 2, partial(dies_over, "07.txt")))
    assert sorted(each.job.article.name for each in found) == sorted(job.article.name for job in jobs)
    assert [each.job.article.name for each in found if each.faults] == ["07.txt"]


def test_an_article_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "_LIMIT", 1)
    path = tmp_path / "slow.txt"
    path.write_text(TEXT, encoding="utf-8")
    outcome = batch._in_time(Job(path, path.with_suffix(".yaml")), {}, lambda document: time.sleep(5))
    assert "more than 1 seconds" in outcome.faults[0].fault

"""kg resolve, run as a user runs it; keys and answers come by a pipe."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg._reviewing import candidate_text, side_by_side
from kg.resolve import Candidate, Party, compare
from kg.resolve.records import Name

REPO = Path(__file__).parents[2]
HEAD = "left,right,verdict,decided_by,decided_on,reason\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store of the article and twelve rows of OFAC's list."""
    home = tmp_path_factory.mktemp("joined")
    (home / "sources.toml").write_text(
        f"""
[[source]]
id = "bbc-2025-08-13"
loader = "claims"
path = "{REPO}/data/claims/bbc-2025-08-13.yaml"

[[source]]
id = "ofac-2022-01-31"
loader = "ofac"
path = "{REPO}/data/sources/ofac-sdn-excerpt/sdn.csv"
date = "2022-01-31"
""",
        encoding="utf-8",
    )
    return kg.build(home / "sources.toml", into=home / "build").store


@pytest.fixture
def resolve(store, tmp_path):
    """Run kg resolve on the store, with a decisions file of its own; give exit code, stdout and stderr."""
    path = tmp_path / "decisions.csv"

    def run(*args: str, keys: str = "") -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "kg", "resolve", "--store", str(store), "--decisions", str(path), *args]
        return subprocess.run(command, input=keys, capture_output=True, text=True, encoding="utf-8", check=False)

    run.path = path
    return run


def rows(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[1:]


def test_pairs_are_listed_with_scores_and_reasons(resolve):
    done = resolve()
    assert done.returncode == 0
    assert (
        "0.97  Abigael González Valencia <bbc-2025-08-13.abigael-gonzalez-valencia>  ?=  GONZALEZ VALENCIA"
        in done.stdout
    )
    assert "for: every word of the names agrees" in done.stdout
    assert "7 pairs; a person decides: kg resolve --review" in done.stderr
    assert not resolve.path.exists()


def test_json_gives_both_records_the_score_and_the_reasons(resolve):
    (pair,) = json.loads(resolve("--format", "json", "--entity", "El Cuini").stdout)
    assert (pair["left"]["id"], pair["right"]["id"]) == ("bbc-2025-08-13.abigael-gonzalez-valencia", "ofac.17673")
    assert pair["score"] == 0.97
    assert pair["reasons"]


def test_csv_is_cut_to_the_likeliest(resolve):
    lines = resolve("--format", "csv", "--top", "2").stdout.splitlines()
    assert lines[0] == "score,left,left label,right,right label,reasons"
    assert len(lines) == 3


def test_a_higher_threshold_shows_fewer(resolve):
    assert len(json.loads(resolve("--format", "json", "--threshold", "0.9").stdout)) == 5


def test_a_review_records_each_judgement_with_who_when_and_why(resolve):
    done = resolve("--review", "--by", "Ana Ruiz", keys="s\n\nd\nan older, separate group\nq\n")
    assert done.returncode == 0
    first, second = rows(resolve.path)
    assert first.startswith("bbc-2025-08-13.abigael-gonzalez-valencia,ofac.17673,Same,Ana Ruiz,")
    assert "every word of the names agrees" in first
    assert second.endswith(',"an older, separate group"')
    assert "2 judgements added" in done.stdout
    assert "Next: kg build" in done.stdout


def test_both_records_stand_side_by_side_with_their_sources(resolve):
    shown = resolve("--review", "--by", "Ana", keys="q\n").stdout
    (line,) = [line for line in shown.splitlines() if line.startswith("sources")]
    assert "BBC News, 2025-08-13" in line
    assert "OFAC, 2022-01-31" in line


def test_quotes_are_shown_on_demand(resolve):
    shown = resolve("--review", "--by", "Ana", "--entity", "El Cuini", keys="e\nq\n").stdout
    assert "«Abigael González Valencia – alias El Cuini»" in shown
    assert "«GONZALEZ VALENCIA, Abigael»" in shown


def test_undo_takes_the_last_judgement_of_the_session_back(resolve):
    resolve.path.write_text(f"{HEAD}a.1,b.1,Same,Luis,2026-01-01,before\n", encoding="utf-8")
    done = resolve("--review", "--by", "Ana", keys="s\nyes\nz\nz\nd\nno\nq\n")
    assert rows(resolve.path)[0] == "a.1,b.1,Same,Luis,2026-01-01,before"
    assert [row.split(",")[2] for row in rows(resolve.path)] == ["Same", "Different"]
    assert "nothing of this session is left to undo" in done.stdout


def test_what_was_judged_before_the_input_broke_off_is_kept(resolve):
    done = resolve("--review", "--by", "Ana", keys="s\nyes\n")
    assert done.returncode == 0
    assert len(rows(resolve.path)) == 1


def test_the_judge_is_asked_for_once(resolve):
    resolve("--review", keys="Ana Ruiz\ns\nyes\nn\ns\nyes\nq\n")
    assert [row.split(",")[3] for row in rows(resolve.path)] == ["Ana Ruiz", "Ana Ruiz"]


def test_without_a_name_nothing_is_judged(resolve):
    done = resolve("--review")
    assert done.returncode == 2
    assert "a judgement carries a name; give it with --by" in done.stderr
    assert not resolve.path.exists()


def test_a_judgement_that_joins_two_records_judged_different_is_refused(resolve):
    """Both Sinaloa Cartel and Guadalajara Cartel of the article cannot be OFAC's one record if they differ."""
    resolve.path.write_text(
        f"{HEAD}bbc-2025-08-13.sinaloa-cartel,bbc-2025-08-13.guadalajara-cartel,Different,Ana,2026-01-01,two groups\n"
        "bbc-2025-08-13.sinaloa-cartel,ofac.11440,Same,Ana,2026-01-01,one name\n",
        encoding="utf-8",
    )
    assert "Guadalajara" not in resolve().stdout


def test_pairs_judged_unsure_come_back_when_asked_for(resolve):
    resolve("--review", "--by", "Ana", "--entity", "El Cuini", keys="u\nask the court\n")
    assert "no two records look like one" in resolve("--entity", "El Cuini").stderr
    assert "judged Unsure by Ana" in resolve("--entity", "El Cuini", "--unsure").stdout


def test_a_faulty_decisions_file_is_one_clear_line(resolve):
    resolve.path.write_text("left,right\n", encoding="utf-8")
    done = resolve()
    assert done.returncode == 1
    assert "the columns are not those of a decisions file" in done.stderr


def test_what_a_list_wrote_cannot_move_the_cursor():
    left, right = (
        Party(f"x:{key}", "Person", name, frozenset({key}), (Name(name, "name"),))
        for key, name in (("a", "Ana \x1b[2J Solís"), ("b", "Ana Solís"))
    )
    pair = Candidate(left, right, compare(left, right))
    assert "\x1b" not in candidate_text(1, pair) + side_by_side(pair, {})

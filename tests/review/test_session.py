"""Judgements are on disk before the next is asked for, checked before they are written, and can be taken back."""

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import DataError
from kg.loaders import LOADERS
from kg.model import Claim, Edition, Review
from kg.review import Session, review


def reviews(path: Path) -> list[str]:
    return [record.review.value for record in LOADERS["claims"](path, Edition(id="w")) if isinstance(record, Claim)]


def test_a_judgement_is_in_the_file_at_once(claim_file, small):
    path = claim_file(small)
    session = Session(path)
    session.judge("N1", Review.ACCEPTED)
    session.judge("C1", Review.REJECTED)
    assert reviews(path) == ["Accepted", "Candidate", "Rejected"]
    assert path.read_text().startswith("# read by me\n")


def test_undo_brings_back_the_very_bytes(claim_file, small):
    path = claim_file(small)
    before = path.read_bytes()
    session = Session(path)
    session.judge("N1", Review.ACCEPTED)
    session.edit("C1", session["C1"].text.replace("leads", "runsFinancesOf"))
    assert [session.undo(), session.undo(), session.undo()] == ["C1", "N1", None]
    assert path.read_bytes() == before


def test_an_edit_with_a_quote_that_is_not_in_the_text_is_refused_with_the_nearest_text(claim_file, small):
    path = claim_file(small)
    before = path.read_bytes()
    session = Session(path)
    with pytest.raises(DataError, match="the nearest text is «Police said on Tuesday that Ana Ruiz led"):
        session.edit("C1", session["C1"].text.replace("Ana Ruiz led", "Ana Ruiz leads"))
    assert path.read_bytes() == before
    assert session["C1"].review is Review.CANDIDATE


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("id: [", "is not YAML"),
        ("", "is not a row"),
        ("just words", "is not a row"),
        ("id: N1\nquote: Ana Ruiz led\nsubject: ana\nsays: {leads: crew}", "taken by an earlier row"),
        ("id: C1\nquote: Ana Ruiz led\nsubject: anna\nsays: {leads: crew}", "did you mean 'ana'"),
        ("id: C1\nquote: Ana Ruiz led\nsubject: ana\nsays: {leeds: crew}", "did you mean 'leads'"),
        ("id: C1\nquote: Ana Ruiz led\nsubject: ana\nsays: {leads: crew}\nreview: Conflict", "add note"),
        ("id: C1\nquote: Ana Ruiz led\nsubject: ana\nsays: {leads: crew}\nentities: [ana]", "list of keys with types"),
    ],
)
def test_what_the_loader_refuses_is_not_written(claim_file, small, written, fault):
    path = claim_file(small)
    before = path.read_bytes()
    with pytest.raises(DataError, match=fault):
        Session(path).edit("C1", written)
    assert path.read_bytes() == before


def test_an_edit_can_bring_an_entity_and_drops_the_one_nobody_mentions_any_more(claim_file, small):
    path = claim_file(small)
    session = Session(path)
    session.edit(
        "C1",
        "id: C1\nquote: Ana Ruiz was arrested\nevent: arrest\nsays: {target: ana}\nentities:\n  arrest: {type: Arrest}\n",
    )
    text = path.read_text()
    assert "  arrest: {type: Arrest}\nclaims:" in text
    assert "police:" not in text
    assert "- id: C1\n    quote: Ana Ruiz was arrested\n    event: arrest\n    says: {target: ana}\n" in text


def test_a_file_changed_by_another_program_is_not_written_over(claim_file, small):
    path = claim_file(small)
    session = Session(path)
    path.write_text(path.read_text() + "# mine\n")
    with pytest.raises(DataError, match="changed by another program"):
        session.judge("N1", Review.ACCEPTED)
    assert path.read_text().endswith("# mine\n")
    assert session["N1"].review is Review.CANDIDATE


def test_what_must_stand_beside_a_claim_is_shown_with_it(claim_file, small):
    entry = Session(claim_file(small))["C1"]
    assert entry.says == ("Ana Ruiz · is a leader of · Gulf Crew",)
    assert entry.beside == ("according to police (“Police said”)", "said on 2024-05-14")
    assert [span.kind for span in entry.spans] == ["quote", "attribution", "date"]


def test_a_legal_stage_is_shown_with_its_jurisdiction_or_the_lack_of_one(claim_file, small):
    stage = "  - {id: C2, quote: Ana Ruiz was arrested, subject: ana, says: {accusedOf: deed}, claimant: police, attribution: Police said, jurisdiction: us, accuser: police}\n"
    text = small.replace("\n# the end", stage).replace(
        "  police:", "  deed: {type: Offence, label: it}\n  us: {type: Country, label: US}\n  police:"
    )
    assert Session(claim_file(text))["C2"].beside[1:] == ("in US", "accuser police")
    bare = text.replace(", jurisdiction: us, accuser: police", "").replace("  us: {type: Country, label: US}\n", "")
    assert Session(claim_file(bare))["C2"].beside[1:] == ("jurisdiction not stated", "accuser not stated")


def test_keys_in_the_terminal_walk_judge_and_take_back(claim_file, small, capsys):
    path = claim_file(small)
    session = Session(path)
    review(session, iter("xnnarup"))
    assert reviews(path) == ["Candidate", "Candidate", "Accepted"]
    review(session, iter("aa"))
    assert reviews(path) == ["Accepted", "Accepted", "Accepted"]
    assert "Ana Ruiz · is a leader of · Gulf Crew" in capsys.readouterr().out


def test_the_command_reads_keys_from_a_pipe_and_says_what_comes_next(claim_file, small):
    path = claim_file(small)
    run = CliRunner().invoke(main, ["review", str(path)], input="aar")
    assert run.exit_code == 0
    assert run.output.endswith(f"{path}: 2 accepted, 1 rejected\nnext: kg build {path}\n")


def test_an_edit_in_the_terminal_opens_the_editor_and_asks_again_when_refused(claim_file, small, tmp_path, monkeypatch):
    path = claim_file(small)
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\n"
        "file = pathlib.Path(sys.argv[1]); text = file.read_text()\n"
        "wrong = text.replace('led the', 'leads the')\n"
        "file.write_text(text.replace('leads the', 'led the').replace('leads:', 'runsFinancesOf:') if 'leads the' in text else wrong)\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    session = Session(path)
    review(session, iter("nneeq"))
    assert session["C1"].says == ("Ana Ruiz · is a financial boss of · Gulf Crew",)


def test_ctrl_c_in_a_terminal_loses_no_judgement(claim_file, small):
    path = claim_file(small)
    here, there = pty.openpty()
    run = subprocess.Popen([sys.executable, "-m", "kg", "review", str(path)], stdin=there, stdout=there, stderr=there)
    os.close(there)
    seen = b""
    for wait_for, press in ((b"1 of 3", b"a"), (b"2 of 3", b"\x03")):
        while wait_for not in seen:
            seen += os.read(here, 4096)
        time.sleep(0.2)
        os.write(here, press)
    end = time.monotonic() + 20
    while b"1 accepted" not in seen and time.monotonic() < end:
        seen += os.read(here, 4096)
    assert run.wait(20) == 0
    os.close(here)
    assert reviews(path) == ["Accepted", "Candidate", "Candidate"]

"""What people read first is run: the README's blocks and the notebooks."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

REPO = Path(__file__).parents[1]
README = (REPO / "README.md").read_text(encoding="utf-8")
NOTEBOOKS = sorted((REPO / "notebooks").glob("*.ipynb"))


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


def test_the_first_two_blocks_are_the_two_set_up_commands():
    first, second = re.findall(r"^```\w*\n(.*?)^```", README, re.M | re.S)[:2]
    assert first.strip() == "pip install -e . && kg build"
    assert second.strip() == "pip install -e '.[test]' && pytest"


@pytest.mark.parametrize(
    "line", [line for block in blocks("console") for line in block.splitlines() if "mine.yaml" not in line]
)
def test_a_command_of_the_readme_runs(line, default_build):
    command = line.removeprefix("$ ").partition("  #")[0].strip()
    command = command.replace("kg ", f"'{sys.executable}' -m kg ", 1) + f" --store '{default_build}/store'"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_an_article_goes_the_way_the_readme_shows(tmp_path):
    article = "Wire News\n13 August 2025\n\nAna Ruiz is a leader of the Gulf Crew.\n"
    (tmp_path / "article.txt").write_text(article, encoding="utf-8")
    lines = [line for block in blocks("console") for line in block.splitlines() if "mine.yaml" in line]
    assert len(lines) == 3
    for line in lines:
        command = line.removeprefix("$ kg ").partition("  #")[0].replace(" --browser", "")
        done = subprocess.run(
            [sys.executable, "-m", "kg", *command.split()],
            cwd=tmp_path,
            input="q",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "report.html").is_file()


def test_the_answer_shown_in_the_readme_is_the_answer(default_build):
    (shown,) = blocks("text")
    command = [sys.executable, "-m", "kg", "links", "El Cuini", "CJNG", "--store", str(default_build / "store")]
    assert subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout == shown


def test_the_python_of_the_readme_runs(default_build, monkeypatch, capsys):
    (code,) = blocks("python")
    monkeypatch.chdir(default_build)
    exec(code.replace("build/store", "store"), {})
    assert "reported" not in capsys.readouterr().err


def test_every_command_is_in_the_readme():
    from kg.cli import main

    assert all(f"`kg {name}" in README for name in main.commands)


def test_the_numbers_of_the_readme_and_of_the_data_are_those_of_the_build(default_build):
    import kg
    from kg.queries.evidence import evidence

    claims = [claim for claim in evidence(kg.open(default_build / "store")) if claim.publisher == "BBC News"]
    rows = {claim.claim.rsplit(".", 1)[1].split(":")[0] for claim in claims}
    assert f"the {len(claims)} claims" in README
    assert f"{len(claims)} claims in {len(rows)} rows" in (REPO / "data" / "README.md").read_text(encoding="utf-8")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")  # of the notebook machinery
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_a_fresh_folder(path, tmp_path):
    shutil.copytree(REPO / "data", tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path / "notebooks")}}).execute()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_its_output(path):
    assert not [
        cell for cell in nbformat.read(path, as_version=4).cells if cell.get("outputs") or cell.get("execution_count")
    ]


def test_nothing_names_a_machine_or_a_session():
    listed = subprocess.run(["git", "ls-files"], cwd=REPO, capture_output=True, text=True, check=False).stdout.split()
    for name in listed or [str(path.relative_to(REPO)) for path in REPO.rglob("*.py")]:
        text = (REPO / name).read_bytes().decode("utf-8", errors="ignore")
        assert (
            not re.search(r"/work/(?:main|shared)|/root/|pypi\.org|files\.pythonhosted", text)
            or name == "tests/test_documents.py"
        ), name

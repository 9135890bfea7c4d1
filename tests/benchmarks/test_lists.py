"""What a whole list costs from file to store, what one more edition costs, and how cost grows with claims."""

import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset, Literal

from kg.assemble import Assembly
from kg.check import check_shapes
from kg.graph import create_store, current_build, open_store
from kg.graph.facts import Facts
from kg.graph.quads import source_quads
from kg.graph.views import view_quads
from kg.model import Claim, Entity, Passage, Record, Review, Source, mint
from kg.ontology import load_ontology
from kg.plan import Plan, read_plan
from kg.resolve import candidates
from kg.vocab import KG

REPO = Path(__file__).parents[2]
#: Builds a plan into a store without checks: parse, quads, views, disk.
BUILD = """
import sys
from pathlib import Path
from kg.assemble import Assembly
from kg.graph import create_store
from kg.graph.views import view_quads
from kg.ontology import load_ontology
from kg.plan import read_plan
plan, assembly = read_plan(Path(sys.argv[1])), Assembly()
create_store(Path(sys.argv[2]), assembly.quads(plan), lambda: view_quads(assembly.facts, load_ontology()), None, dict)
"""
#: The share of the quads that rdflib is timed on: it needs minutes for all of them.
PART = 100


def made(plan: Plan, store: Path) -> Path:
    """Build a plan into a store without checks."""
    assembly = Assembly()
    views = lambda: view_quads(assembly.facts, load_ontology())  # noqa: E731
    create_store(store, assembly.quads(plan), views, None, dict)
    return current_build(store)


def test_a_whole_list_from_file_to_store(shared_data, tmp_path, measured, scale, peak) -> None:  # type: ignore[no-untyped-def]
    folder = shared_data / "data" / "ofac" / "2022-01-31"
    for name in ("sdn", "alt", "add"):
        lines = (folder / f"{name}.csv").read_bytes().splitlines(keepends=True)
        part = lines[: max(20, int(len(lines) * min(scale, 1)))]
        (tmp_path / f"{name}.csv").write_bytes(b"".join(part).rstrip(b"\x1a"))
    claims = REPO / "data" / "claims" / "bbc-2025-08-13.yaml"
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nid = "ofac"\nloader = "ofac"\npath = "sdn.csv"\ndate = "2022-01-31"\n'
        f'[[source]]\nid = "bbc-2025-08-13"\nloader = "claims"\npath = "{claims}"\n',
        encoding="utf-8",
    )
    _, most = peak(BUILD, str(tmp_path / "sources.toml"), str(tmp_path / "peak"))
    plan = read_plan(tmp_path / "sources.toml")
    with measured.clock() as whole:
        home = made(plan, tmp_path / "store")
        dataset = open_store(tmp_path / "store")
        pairs = len(list(candidates(dataset)))
    quads = tmp_path / "all.nq"
    ox.Store.read_only(str(home / "quads")).dump(str(quads), format=ox.RdfFormat.N_QUADS)
    with measured.clock() as raw:
        store = ox.Store(str(tmp_path / "raw"))
        store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
        store.flush()
    number = len(store)
    del store
    with quads.open(encoding="utf-8") as lines:
        some = "".join(line for index, line in enumerate(lines) if index % PART == 0)
    with measured.clock() as rdflib:
        Dataset().parse(data=some, format="nquads")
    with measured.clock() as shapes:
        assert not check_shapes(dataset)
    rows = [
        ["file to store: parse, resolve against the article, quads, views, disk", whole(), whole() / raw()],
        ["raw Oxigraph, bulk load of the very quads to disk", raw(), 1.0],
        ["rdflib, parsing the very quads (from a hundredth of them)", rdflib() * PART, rdflib() * PART / raw()],
        ["the shapes, apart", shapes(), shapes() / raw()],
    ]
    measured.table(
        f"OFAC's list of 2022-01-31 with the article: {number:,} quads, {pairs} pairs proposed",
        ["what", "seconds", "times raw"],
        rows,
        f"Peak memory of the build: {most} MiB.",
    )
    measured.short(
        "load OFAC's whole list, file to checked quotes, views and disk",
        f"{whole():.0f} s",
        f"rdflib, only parsing the same quads: {rdflib() * PART:.0f} s",
    )
    measured.holds("at most three times raw Oxigraph", whole() <= 3 * raw())
    measured.holds("faster than rdflib only parses", whole() < rdflib() * PART)
    measured.holds("at most 1 GiB", most <= 1024)


def test_one_more_edition(shared_data, tmp_path, measured, scale) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "series").symlink_to(shared_data / "data" / "ofac" / "series")
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nid = "sdn-{date}"\nloader = "ofac"\npath = "series/sdn_{date}.csv.gz"\nlist = "sdn"\n', "utf-8"
    )
    plan = read_plan(tmp_path / "sources.toml")
    some = plan.sources if scale >= 1 else plan.sources[:3]
    assembly, seconds = Assembly(), []
    for number, spec in enumerate(some):
        if number == 0:
            from kg.editions import Editions, Remembered

            assembly.lists["sdn"] = Editions(before=Remembered())
        with measured.clock() as clock:
            quads = sum(line.count("\n") for line in assembly.source(plan, spec))
        seconds.append((spec.date, clock(), quads, assembly.counts[spec.id]))
    changed = [quads for _, _, quads, _ in seconds[1:]]
    measured.table(
        "Editions of OFAC's list, each compared with the one before",
        ["edition", "seconds", "quads", "rows", "claims", "withdrawn"],
        [[day, took, quads, n["rows"], n["claims"], n["withdrawals"]] for day, took, quads, n in seconds],
        "An edition costs what it changes; the first is the whole list.",
    )
    measured.holds("the last edition costs at most 1.3 times the first", seconds[-1][1] <= 1.3 * seconds[0][1])
    measured.holds("an edition is a tenth of the list at most", max(changed) <= seconds[0][2] / 5)


def records(number: int) -> Iterator[Record]:
    """Give some claims by a seeded generator: people with names, births and ties to groups, in the way of a list."""
    chance = random.Random(0)
    given, family = ("Ana", "Luis", "Eva", "José", "María", "Raúl"), ("Ruiz", "Mora", "Sol", "Vega", "Paz", "Cruz")
    source = mint("source", "grown")
    yield Source(id=source, publisher="Grown", date="2022-01-31", language="en", licence="none", sha256="0" * 64)
    parties = number // 4
    for party in range(parties):
        person = mint("entity", "grown", str(party))
        yield Entity(id=person, type=KG.Person)
        name = f"{chance.choice(given)} {chance.choice(given)} {chance.choice(family)} {chance.choice(family)} {party}"
        born = f"{chance.randrange(1940, 2000)}-{chance.randrange(1, 13):02}"
        other = mint("entity", "grown", str(int(chance.paretovariate(1.2)) % parties))
        says = [
            (KG.legalName, Literal(name)),
            (KG.birthDate, Literal(born)),
            (KG.linkedTo, other),
            (KG.remark, Literal(f"Linked To: {name}")),
        ]
        for relation, value in says:
            key = (str(party), str(relation).rsplit("#", 1)[1])
            text = str(value)
            passage = Passage(
                id=mint("passage", "grown", *key),
                source=source,
                exact=text,
                start=0,
                end=len(text),
                row=key[0],
                column=key[1],
            )
            yield Claim(
                id=mint("claim", "grown", *key),
                source=source,
                subject=person,
                predicate=relation,
                object=value,
                passage=passage,
                review=Review.ACCEPTED,
            )


def test_growth(tmp_path, measured, scale) -> None:  # type: ignore[no-untyped-def]
    rows = []
    for number in (int(size * scale) for size in (10_000, 100_000, 1_000_000)):
        facts = Facts()
        with measured.clock() as clock:
            create_store(
                tmp_path / str(number),
                source_quads(records(number), {}, facts),
                lambda facts=facts: view_quads(facts, load_ontology()),  # type: ignore[misc]
                None,
                dict,
            )
        rows.append([f"{number:,}", clock(), 1e6 * clock() / number])
    measured.table("Growth: generated claims from records to store", ["claims", "seconds", "µs a claim"], rows)
    measured.holds("a claim among a million costs at most twice one among ten thousand", rows[2][2] <= 2 * rows[0][2])

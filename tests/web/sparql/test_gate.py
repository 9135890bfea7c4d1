"""The gate lets no SERVICE through, however it is written; the judge is the engine itself, with a listener to reach."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.web.sparql.gate import DEEPEST, Refused, check, nesting, update, walk


class Listener:
    """A service on this machine that counts who comes."""

    def __init__(self) -> None:
        self.came = 0
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                listener.came += 1
                self.send_error(404)

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.server.shutdown()
    made.server.server_close()


STORE = ox.Store()
STORE.add(ox.Quad(ox.NamedNode("http://a.example/a"), ox.NamedNode("http://a.example/p"), ox.Literal(1)))

#: Each reaches another service when the engine runs it as it is; URL stands for the address.
REACHING = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "select*{service<URL>{}}",
    "SELECT * { SeRvIcE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<URL>{} }",
    "SELECT * { SERVICE # why\n SILENT # not\r <URL> # this\n {} }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * { { SELECT * { { SELECT * { SERVICE <URL> {} } } } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { ?s ?p ?o } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o . LATERAL { SELECT * { SERVICE <URL> {} } } }",
    "SELECT (EXISTS { SERVICE <URL> {?s ?p ?o} } AS ?x) { }",
    "SELECT * { ?s ?p ?o } ORDER BY EXISTS { SERVICE <URL> {?s ?p ?o} }",
    "SELECT * { ?s ?p ?o BIND(IF(EXISTS { SERVICE <URL> {} }, 1, 2) AS ?x) }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "ASK { { { SERVICE <URL> {} } } }",
    "DESCRIBE ?s WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "BASE <URL> SELECT * { SERVICE <> {} }",
    "PREFIX service: <URL> SELECT * { service service: {} }",
    "PREFIX s: <URL> SELECT * { SERVICE s:a\\-b {} }",
    "PREFIX s: <URL> SELECT * { SERVICE s:%41 {} }",
    "SELECT * { SERVICE <URLa\\u0062> {} }",
    "SELECT * { ?s ?p ?o FILTER(?o > 'SERVICE') SERVICE <URL> {} }",
    # A tokenizer that takes `<?o#>` for an IRI sees one long string in what follows; the engine sees a comment and a clause.
    'SELECT * { ?s ?p ?o FILTER(?o>?o||?o<=?o||?o<?o#>"""\n) SERVICE <URL> { ?s ?p ?o } #"""\n }',
    "SELECT * { ?s ?p ?o FILTER(?o>?o||?o<=?o||?o<?o#>'''\n) SERVICE <URL> { ?s ?p ?o } #'''\n }",
]


def run(text: str) -> None:
    """Let the engine answer to the end, as a worker does, without the worker's own locks."""
    with suppress(SyntaxError, ValueError, RuntimeError, OSError):
        found = STORE.query(text, base_iri="http://a.example/")
        if not isinstance(found, ox.QueryBoolean):
            list(found)


@pytest.mark.parametrize("text", REACHING)
def test_what_reaches_another_service_is_refused(text: str, listener: Listener) -> None:
    text = text.replace("URL", listener.url)
    before = listener.came
    run(text)
    assert listener.came > before, "the engine itself does not reach out by this text: it tests nothing"
    with pytest.raises(Refused) as refused:
        check(text)
    assert refused.value.status == 403


SPACE = st.sampled_from(["", " ", "\n", "\t", "\r\n", "#\n", "# SERVICE <x> {\n", "#'''\r", '#"""\n', "  # }\n\t"])
BEFORE = st.sampled_from(
    ["", "?s ?p ?o .", "?s ?p 'a' ;", '?s ?p """SERVICE""" .', "FILTER(?o<?o#>'''\n)", "FILTER(1<2&&3>2)", "?s <a#b> ?o .",
     "BIND('#' AS ?h)", "?s ?p '\\'' .", "{} UNION", "OPTIONAL", "MINUS", "FILTER EXISTS", "FILTER NOT EXISTS", "{ SELECT * {"]
)  # fmt: skip
WORD = st.sampled_from(["SERVICE", "service", "Service", "sErViCe", "SERV\\u0049CE", "ſervice", "SERVICE\u200b"])
NAMED = st.sampled_from(
    ["<URL>", "s:", "s:x", "s:a.b", "s:\\#", "<>", "<#>", "<URL\\u0061>", "?x", "$x", "?x\u0301", "?\u1680", "s:\u1680"]
)
AFTER = st.sampled_from(["", "} }", "#'''\n", '#"""\n', "}", "FILTER(?o>1)"])


@settings(max_examples=400, deadline=None)
@given(
    before=st.lists(BEFORE, max_size=3),
    word=WORD,
    silent=st.sampled_from(["", "SILENT", "silent"]),
    named=NAMED,
    space=st.lists(SPACE, min_size=4, max_size=4),
    after=st.lists(AFTER, max_size=2),
)
def test_no_mutation_that_passes_reaches_out(
    listener: Listener, before: list[str], word: str, silent: str, named: str, space: list[str], after: list[str]
) -> None:
    one, two, three, four = space
    clause = f"{{{one}{word}{two}{silent}{three}{named}{four}{{}} }}"
    text = f"BASE <URL> PREFIX s: <URL> SELECT * {{ {' '.join(before)} {clause} {' '.join(after)} }}"
    text = text.replace("URL", listener.url)
    try:
        passed = check(text)
    except Refused:
        return
    before_ = listener.came
    run(passed.text)
    assert listener.came == before_


def test_the_walk_of_the_algebra_finds_it_too() -> None:
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    text = "SELECT * { ?s ?p ?o FILTER NOT EXISTS { { SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } } } } }"
    names = {part.name for part in walk(translateQuery(parseQuery(text)).algebra)}
    assert "ServiceGraphPattern" in names


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'United States Secret Service: a report' }",
        "# SERVICE <http://x.example/> { }\nSELECT * { ?s ?p ?o }",
        "PREFIX service: <http://s.example/> SELECT * { ?s service:from ?o . ?service ?from ?to }",
        "SELECT ?service FROM <http://a.example/g> { ?service ?p ?o }",
        "SELECT * { ?s ?p 'goods from Mexico: a list' }",
    ],
)
def test_words_that_look_like_it_pass(text: str) -> None:
    check(text)


def test_a_comment_that_holds_a_clause_is_not_run() -> None:
    assert "SERVICE" not in check("SELECT * { ?s ?p ?o } # SERVICE <http://x.example/> { }").text


def test_the_graphs_of_from_are_read_with_their_prefixes() -> None:
    text = "PREFIX g: <http://g.example/> SELECT * FROM g:a FROM<b> FROM NAMED <http://g.example/c> { ?s ?p ?o }"
    passed = check(text)
    assert passed.default == ("http://g.example/a", "https://w3id.org/cartel-kg/b")
    assert passed.named == ("http://g.example/c",)


def test_from_in_a_subquery_is_no_query() -> None:
    with pytest.raises(Refused):
        check("SELECT * { { SELECT * FROM <http://g.example/> { ?s ?p ?o } } }")


def test_nesting_counts_brackets_and_not_what_stands_in_strings() -> None:
    assert nesting("{" * 200 + "}" * 200) == 200
    assert nesting("SELECT * { ?s ?p '" + "{" * 200 + "' }") == 1
    with pytest.raises(Refused, match=str(DEEPEST)):
        check("SELECT * {" + "{" * 101 + "}" * 102)


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA {}", "PREFIX a: <http://a.example/> # x\n DELETE WHERE {}", "load <x>", "BASE <http://b> CLEAR ALL"],
)
def test_an_update_is_known_for_one(text: str) -> None:
    assert update(text)
    assert not update("SELECT * { ?insert ?p ?o }")


@settings(max_examples=200, deadline=500)
@given(st.text(alphabet="servicfom <>{}?:#'\"\\\n.a()", max_size=400))
def test_any_text_is_judged_quickly(text: str) -> None:
    with suppress(Refused):
        check(text)


@pytest.mark.parametrize(
    "text",
    ["service" * 4200, "service<" * 3600, "service a:" * 3000, "service#" * 3600, "service " * 3600 + "<", "from" * 7500,
     "'''" * 9900, '"\\' * 15000, "<" * 30000, "{#\n" * 9900, "service ?" + "a" * 29700],
)  # fmt: skip
def test_long_texts_made_to_be_slow_are_judged_in_seconds(text: str) -> None:
    began = time.process_time()
    with suppress(Refused):
        check(text)
    assert time.process_time() - began < 5

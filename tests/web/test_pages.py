"""Every page in every form: what it says, whose words stand beside it, and what it answers to odd questions."""

import csv
import html
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.web.pages import PAGES
from kg.web.settings import Settings

Serve = Callable[[Settings], httpx.Client]
NEMESIO = "/entity/bbc-2025-08-13.nemesio-oseguera"
CARO = "/entity/bbc-2025-08-13.caro-quintero"


@pytest.fixture(scope="module")
def site(serve: Serve, default_build: Path) -> httpx.Client:
    """The article and the excerpt of OFAC's list, served."""
    return serve(Settings(default_build / "store", port=0))


def first_claim(site: httpx.Client) -> str:
    claims = site.get(f"{CARO}?format=json").json()["claims"]["Legal stages"]
    return f"/claim/{claims[0]['claim'].rpartition('/claim/')[2].replace('%', '%25')}"


def every_page(site: httpx.Client) -> list[str]:
    return [
        "/",
        "/?q=menc",
        CARO,
        first_claim(site),
        "/sources",
        "/source/bbc-2025-08-13",
        "/source/ofac-sdn-excerpt",
        "/ontology",
        "/ontology/memberOf",
        "/questions",
        "/questions/denials?run=1",
        "/questions/everything_about?entity=El+Cuini",
        "/network?entity=bbc-2025-08-13.cjng",
        f"/compare?entity={CARO.removeprefix('/entity/')}&first=2013&second=2025-08",
        "/reply/bbc-2025-08-13.caro-quintero",
    ]


def test_every_kind_of_page_is_looked_at_below(site: httpx.Client) -> None:
    kinds = {re.sub(r"{\w+}", "", page.path).rstrip("/") for page in PAGES}
    looked = {re.sub(r"[?].*", "", path) for path in every_page(site)}
    assert all(any(path.startswith(kind) for path in looked) for kind in kinds)


def test_every_page_is_html_csv_json_and_json_ld(site: httpx.Client) -> None:
    for path in every_page(site):
        joined = "&" if "?" in path else "?"
        page = site.get(path, headers={"accept": "text/html"})
        assert page.status_code == 200, path
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "http-equiv" in page.text or 'role="note"' in page.text, f"no caveat on {path}"
        told = site.get(path, headers={"accept": "application/json"}).json()
        assert told["caveat"], path
        assert told["build"], path
        table = list(csv.reader(io.StringIO(site.get(f"{path}{joined}format=csv").text.removeprefix("\ufeff"))))
        assert len({len(row) for row in table}) == 1, path
        linked = site.get(path, headers={"accept": "application/ld+json"})
        assert linked.headers["content-type"] == "application/ld+json"
        list(ox.parse(linked.text.encode(), format=ox.RdfFormat.JSON_LD))


def test_four_letters_find_the_man_by_his_nickname(site: httpx.Client) -> None:
    hits = site.get("/?q=menc&format=json").json()["hits"]
    assert hits[0]["page"] == NEMESIO
    assert site.get("/?q=Mencho,+EL").text.count(NEMESIO) == 1


def test_names_stand_side_by_side_with_their_sources(site: httpx.Client) -> None:
    page = site.get("/entity/bbc-2025-08-13.caro-quintero").text
    assert "Names, by source" in page
    assert "BBC News, 2025-08-13" in page


def test_a_legal_stage_stands_with_its_jurisdiction_quote_and_speaker(site: httpx.Client) -> None:
    page = site.get(CARO).text
    stages = page[page.index("Legal stages") :]
    assert "jurisdiction not stated" in stages or "United States" in stages
    assert "<blockquote>" in stages
    assert 'class="voice"' in stages


def test_a_claim_has_an_address_to_cite(site: httpx.Client) -> None:
    path = first_claim(site)
    page = site.get(path)
    assert page.status_code == 200
    assert "To cite it" in page.text
    assert "https://w3id.org/cartel-kg/claim/" in page.text


def test_what_is_alleged_is_never_without_who_alleges_it(site: httpx.Client) -> None:
    for section in site.get(f"{CARO}?format=json").json()["claims"].values():
        assert all(each["wording"] and each["quote"] for each in section)
    rows = list(csv.DictReader(io.StringIO(site.get(f"{CARO}?format=csv").text.removeprefix("\ufeff"))))
    assert all(row["how sure"] and row["quote"] and row["claim"] for row in rows)


def test_a_text_is_shown_whole_only_where_its_rights_allow_it(site: httpx.Client) -> None:
    article = (Path(__file__).parents[2] / "data/sources/bbc-2025-08-13.txt").read_text(encoding="utf-8")
    page = site.get("/source/bbc-2025-08-13").text
    assert "The text itself is not shown" in page
    assert article[200:500] not in page


def test_a_text_whose_licence_allows_it_is_shown_whole_with_its_passages_marked(serve: Serve, tmp_path: Path) -> None:
    import kg

    data = Path(__file__).parents[2] / "data"
    claims = (data / "claims/bbc-2025-08-13.yaml").read_text(encoding="utf-8")
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims/open.yaml").write_text(
        re.sub(r"licence: .*", "licence: CC BY 4.0", claims, count=1), encoding="utf-8"
    )
    shutil.copytree(data / "sources", tmp_path / "sources")
    kg.build(tmp_path / "claims/open.yaml", into=tmp_path / "build")
    client = serve(Settings(tmp_path / "build/store", port=0))
    page = client.get("/source/bbc-2025-08-13").text
    article = (data / "sources/bbc-2025-08-13.txt").read_text(encoding="utf-8")
    shown = html.unescape(
        re.sub(r"<[^>]+>", "", page[page.index('<div class="text">') : page.index("What the passages say")])
    )
    assert article.strip() in shown
    assert page.count("<mark>") > 50
    key = client.get("/source/bbc-2025-08-13?format=json").json()["claims"][3]["claim"].rpartition("/")[2]
    assert '<span class="soft">' in client.get(f"/claim/{key.replace('%', '%25')}").text


def test_what_would_go_with_a_source_is_what_the_question_says(site: httpx.Client) -> None:
    told = site.get("/source/bbc-2025-08-13?format=json").json()["would_go"]
    asked = site.get("/questions/retract?source=bbc-2025-08-13&format=json").json()["rows"]
    assert {(each["view"], each["claim"]) for each in told} == {(each["view"], each["claim"]) for each in asked}


def test_a_merged_record_is_found_under_its_old_id(serve: Serve, tmp_path: Path) -> None:
    import kg

    data = Path(__file__).parents[2] / "data"
    decisions = tmp_path / "decisions.csv"
    decisions.write_text(
        "left,right,verdict,decided_by,decided_on,reason\n"
        "bbc-2025-08-13.nemesio-oseguera,ofac.17674,Same,somebody,2026-11-24,both call him El Mencho\n"
    )
    plan = (data / "sources.toml").read_text().replace('"decisions.csv"', f'"{decisions}"')
    (tmp_path / "sources.toml").write_text(re.sub(r'path = "', f'path = "{data}/', plan))
    kg.build(tmp_path / "sources.toml", into=tmp_path / "build")
    client = serve(Settings(tmp_path / "build/store", port=0))
    page = client.get("/entity/ofac.17674").text
    assert "OSEGUERA CERVANTES, Nemesio" in page
    assert "BBC News, 2025-08-13" in page
    assert "Names may be shared by several people" in page
    assert "both call him El Mencho" in page


def test_the_etag_is_the_builds_and_saves_the_work(site: httpx.Client) -> None:
    first = site.get(CARO)
    again = site.get(CARO, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    assert first.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "text/html"),
        ("", "text/html"),
        ("text/csv;q=0.9, text/html;q=0.1", "text/csv"),
        ("application/*", "application/json"),
        ("text/html;q=0, */*;q=0.1", "text/csv"),
        ("APPLICATION/LD+JSON", "application/ld+json"),
    ],
)
def test_the_form_is_chosen_by_accept(site: httpx.Client, accept: str, kind: str) -> None:
    assert site.get(CARO, headers={"accept": accept}).headers["content-type"].startswith(kind)


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0", ";;;", "a" * 9000, "text/html;q=nan"])
def test_odd_accept_headers_are_answered_in_order(site: httpx.Client, accept: str) -> None:
    assert site.get(CARO, headers={"accept": accept}).status_code in {200, 406}


@pytest.mark.parametrize(
    "path",
    [
        "/entity/nobody", "/entity/..%2F..%2Fetc%2Fpasswd", "/static/x/../../app.py", "/static/x/..%2f..%2fapp.py", "/entity/%00",
        "/entity/a%20b", "/entity/<script>", "/claim/x%0d%0aset-cookie:%20a=b", "/source/%22%3E", "/ontology/NoSuchTerm",
        "/questions/no_such_question", "/entity/" + "x" * 7000, "/network?entity=nobody",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found_and_nothing_else_happens(site: httpx.Client, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 404, path
    assert "set-cookie" not in answer.headers
    assert "<script>" not in answer.text.replace("<script src", "")


@pytest.mark.parametrize(
    "path",
    [
        f"{CARO}?on=yesterday", f"{CARO}?part=0.5", f"{CARO}?part=99999", f"{CARO}?format=exe", "/?limit=-1", "/network?entity=x&depth=9",
        "/network?entity=x&include=all", f"{CARO}?on=2020&on=2021", "/?q=" + "x" * 400, "/?q=a%00b", "/compare?entity=a&first=x&second=y",
        "/questions/members_of?organisation=%0a", "/questions/on_date?entity=El+Cuini&on=someday",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_so(site: httpx.Client, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 400, (path, answer.status_code)
    assert site.get(path, headers={"accept": "application/json"}).json()["error"]


def test_a_cell_that_a_spreadsheet_would_run_is_made_text() -> None:
    from kg.web.pages.page import _cell

    assert _cell("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert _cell("El Cuini") == "El Cuini"


def test_the_description_for_programs_has_every_page(site: httpx.Client) -> None:
    told = site.get("/openapi.json").json()
    assert set(told["paths"]) == {page.path for page in PAGES}
    assert json.dumps(told)


def test_a_name_that_one_only_has_will_do_and_one_that_several_have_gives_the_choice(site: httpx.Client) -> None:
    assert site.get("/network?entity=El+Cuini").status_code == 200
    several = site.get("/network?entity=oseguera")
    assert several.status_code == 404
    assert "fits several" in several.text


def test_a_node_of_the_network_leads_on(site: httpx.Client) -> None:
    page = site.get("/network?entity=bbc-2025-08-13.cjng")
    assert "/network?entity=bbc-2025-08-13.cjng&entity=" in page.text.replace("\\u0026", "&")
    assert "sha256-" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "&" not in page.headers["content-security-policy"]

"""What holds for every request, whatever is asked."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from kg.web.settings import Settings

Serve = Callable[[Settings], httpx.Client]


@pytest.fixture(scope="module")
def service(serve: Serve, built: Path) -> httpx.Client:
    return serve(Settings(built / "store", port=0))


def test_every_answer_carries_the_headers_of_security(service: httpx.Client) -> None:
    for path in ("/", "/healthz", "/metrics", "/no-such-page", "/entity/nobody"):
        headers = service.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY", path
        assert "access-control-allow-origin" not in headers, path


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", ""])
def test_only_its_own_names_are_answered(service: httpx.Client, host: str) -> None:
    assert service.get("/", headers={"host": host}).status_code == 400


def test_a_name_may_be_added(serve: Serve, built: Path) -> None:
    client = serve(Settings(built / "store", port=0, hosts=("graph.example.org",)))
    assert client.get("/healthz", headers={"host": "graph.example.org:8080"}).status_code == 200


def test_what_is_too_long_is_refused_by_its_head(service: httpx.Client) -> None:
    assert service.get("/?q=" + "x" * 9_000).status_code == 414
    assert service.get("/", headers={"x-long": "x" * 17_000}).status_code == 431
    assert service.post("/", content=b"x" * 2_000_000).status_code == 413


def test_other_sites_may_read_only_when_asked_for(serve: Serve, built: Path) -> None:
    client = serve(Settings(built / "store", port=0, origins=("https://paper.example",)))
    allowed = client.get("/healthz", headers={"origin": "https://paper.example"}).headers
    other = client.get("/healthz", headers={"origin": "https://evil.example"}).headers
    assert allowed["access-control-allow-origin"] == "https://paper.example"
    assert "access-control-allow-origin" not in other


def test_the_log_has_a_line_a_request_and_no_words_of_a_search(
    service: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "kg.web.access"):
        service.get("/healthz?q=mencho")
    line = json.loads(caplog.records[-1].message)
    assert line["path"] == "/healthz"
    assert line["status"] == 200
    assert "mencho" not in caplog.records[-1].message


def test_health_names_the_build_and_metrics_count_requests(service: httpx.Client, built: Path) -> None:
    health = service.get("/healthz").json()
    assert health["ok"]
    assert health["pages"]["build"] == (built / "store" / "current").resolve().name
    assert 'kg_http_requests_total{method="GET",status="200"}' in service.get("/metrics").text

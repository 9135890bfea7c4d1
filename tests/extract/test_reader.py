"""Reading articles: offsets that hold, and what a head says."""

import hashlib

import pytest

from kg.errors import DataError
from kg.extract import extract, read, read_text


def test_offsets_count_the_raw_text_whatever_the_line_ends_and_accents(tmp_path):
    raw = "Juan Pe\u0301rez\u00a0Gil fue detenido el lunes.\r\n\r\n“No sé”, dijo.\r\n"
    (tmp_path / "a.txt").write_bytes(raw.encode())
    document = read(tmp_path / "a.txt", date="2025-08-13", language="es")
    assert document.text == raw
    at = document.plain.text.index("Pérez Gil")
    assert document.quote(at, at + len("Pérez Gil")) == "Pe\u0301rez\u00a0Gil"


def test_every_quote_of_a_text_with_windows_line_ends_is_in_its_bytes(tmp_path):
    raw = "Ana Ruiz, líder del Cártel\u00a0Alfa, fue detenida\r\nel lunes en Lima.\r\n"
    (tmp_path / "a.txt").write_bytes(raw.encode())
    file = extract(read(tmp_path / "a.txt", date="2025-08-13", language="es"))
    assert file.claims
    assert all(row.quote.exact in raw for row in file.claims)


def test_markdown_is_read_without_its_marks():
    text = "# Court frees Ruiz\n\n**Ana Ruiz** leads the [Alpha Cartel](http://x.example), police said.\n"
    file = extract(read_text(text, markdown=True, date="2025-08-13", language="en"))
    row = next(row for row in file.claims if "leads" in row.says)
    assert row.quote.exact in text
    assert file.source.title == "Court frees Ruiz"


@pytest.mark.parametrize(
    ("text", "date", "language"),
    [
        ("Court frees Ruiz\nBy Ana Gil\n13 August 2025\n\nThe court freed the man of the house.", "2025-08-13", "en"),
        ("FECHA: 2024-03-02\nMEDIO: El Diario\n\nEl juez dejó libre al hombre de la casa.", "2024-03-02", "es"),
        (
            "Liberan a Ruiz\n\nPor Ana Gil\n\nLima, 2 de marzo de 2024 (Agencia).- El juez dejó libre al hombre.",
            "2024-03-02",
            "es",
        ),
        ("SAN SALVADOR, 3 JAN 90 -- [TEXT] THE ARMY OF THE COUNTRY SAID THAT IT WAS SO.", "1990-01-03", "en"),
    ],
)
def test_the_head_gives_day_and_language(text, date, language):
    document = read_text(text)
    assert (document.date, document.language) == (date, language)


def test_a_text_in_another_encoding_is_taken_and_the_original_recorded(tmp_path):
    raw = "Fecha: 2024-03-02\n\nLa fiscalía señaló a Peña.".encode("latin-1")
    (tmp_path / "a.txt").write_bytes(raw)
    document = read(tmp_path / "a.txt")
    assert "señaló a Peña" in document.text
    assert (document.taken, document.original_sha256) == (True, hashlib.sha256(raw).hexdigest())


def test_a_page_is_read_without_its_menu(tmp_path, need):
    trafilatura = pytest.importorskip("trafilatura") if _has("trafilatura") else None
    need(trafilatura is not None, "pip install 'cartel-kg[text]' for HTML")
    body = "".join(
        f"<p>Ana Ruiz was arrested in Lima on Monday, police said, and this is paragraph {i} of the report.</p>"
        for i in range(6)
    )
    page = f"<html lang='en'><head><title>Ruiz arrested</title><meta property='article:published_time' content='2025-08-13'></head><body><nav><a href='/'>Menu</a></nav><article><h1>Ruiz arrested</h1>{body}</article><script>alert(1)</script></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    document = read(tmp_path / "a.html")
    assert "alert" not in document.text
    assert (document.date, document.taken, document.original) == ("2025-08-13", True, "a.html")


def _has(name):
    from importlib.util import find_spec

    return find_spec(name) is not None


@pytest.mark.parametrize(("raw", "fault"), [(b"", "holds no text"), (b"\x89\xfe\x00\x00\x81", "is not text")])
def test_what_is_no_article_is_refused_with_a_cure(tmp_path, raw, fault):
    (tmp_path / "a.txt").write_bytes(raw)
    with pytest.raises(DataError, match=fault):
        read(tmp_path / "a.txt")

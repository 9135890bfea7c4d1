"""Files as they are published: packed, broken, and pretending."""

import gzip
import zipfile
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.loaders import _files
from kg.loaders._files import opened


def read(path: Path, member: str = "*") -> bytes:
    with opened(path, member) as stream:
        return stream.read()


def refused(path: Path, member: str = "*") -> str:
    with pytest.raises(DataError) as raised:
        read(path, member)
    (fault,) = raised.value.faults
    return str(fault)


def packed(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "36,AEROCARIBBEAN\n")
    return path


def test_plain_gzipped_and_zipped_files_read_the_same(tmp_path: Path) -> None:
    text = b"36,AEROCARIBBEAN\n"
    (tmp_path / "a.csv").write_bytes(text)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(text))
    archive = packed(tmp_path / "a.zip", "SDN.CSV", "readme.txt")
    assert read(tmp_path / "a.csv") == read(tmp_path / "a.csv.gz") == read(archive, "sdn.csv") == text


def test_a_zip_without_the_one_file_asked_for_is_refused(tmp_path: Path) -> None:
    assert "holds 2 files" in refused(packed(tmp_path / "a.zip", "one.csv", "two.csv"), "*.csv")
    assert "holds 0 files" in refused(packed(tmp_path / "b.zip", "one.txt"), "*.csv")


@pytest.mark.parametrize("cut", [20, 200])
def test_a_file_that_is_cut_off_says_so(tmp_path: Path, cut: int) -> None:
    whole = gzip.compress(bytes(range(256)) * 40)
    path = tmp_path / "cut.gz"
    path.write_bytes(whole[:cut])
    assert "cannot be read" in refused(path)


def test_empty_files_web_pages_and_missing_files_give_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "page.csv").write_bytes(b"\xef\xbb\xbf \n<!DOCTYPE html><title>503</title>")
    assert "is empty" in refused(tmp_path / "empty.csv")
    assert "is a web page" in refused(tmp_path / "page.csv")
    assert "No such file" in refused(tmp_path / "absent.csv")


def test_what_is_huge_or_claims_to_be_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_files, "_LIMIT", 1000)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"0" * 100_000))
    assert "is larger than 1000 bytes" in refused(tmp_path / "bomb.gz")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 100_000)
    assert "claims to hold 100000 bytes" in refused(tmp_path / "bomb.zip")

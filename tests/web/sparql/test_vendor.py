"""What is bundled is what its notice says it is."""

import hashlib
import re
from importlib.resources import files

import pytest

VENDOR = files("kg.web.sparql") / "vendor"


@pytest.mark.parametrize("name", ["yasqe.min.js", "yasqe.min.css"])
def test_the_bundle_is_the_one_its_notice_describes(name: str) -> None:
    digest = hashlib.sha256((VENDOR / name).read_bytes()).hexdigest()
    assert f"{name} (sha256 {digest})" in (VENDOR / "NOTICE.txt").read_text(encoding="utf-8")
    assert b"sourceMappingURL" not in (VENDOR / name).read_bytes()


def test_every_bundled_package_has_its_licence() -> None:
    notice = (VENDOR / "NOTICE.txt").read_text(encoding="utf-8")
    named = re.findall(r"^== (\S+) (\S+) ==$", notice, re.M)
    assert len(named) == 12
    assert notice.count("Permission is hereby granted, free of charge") == 11
    assert "Apache License" in notice

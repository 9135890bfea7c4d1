"""What is bundled is what its notice says it is, and names no place it came from."""

import hashlib
import json
import re
from importlib.resources import files

VENDOR = files("kg.renderers.page") / "vendor"


def test_the_bundle_is_the_one_its_notice_describes():
    digest = hashlib.sha256((VENDOR / "sigma.min.js").read_bytes()).hexdigest()
    assert f"sha256 {digest}" in (VENDOR / "NOTICE.txt").read_text(encoding="utf-8")


def test_every_bundled_package_has_its_licence_and_its_version_is_pinned():
    notice = (VENDOR / "NOTICE.txt").read_text(encoding="utf-8")
    lock = json.loads((VENDOR / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    named = dict(re.findall(r"^== (\S+) (\S+) ==$", notice, re.M))
    assert named == {name: lock[f"node_modules/{name}"]["version"] for name in named}
    assert {"sigma", "graphology"} <= set(named)
    assert notice.count("Permission is hereby granted, free of charge") == len(named)


def test_the_bundle_asks_for_nothing():
    text = (VENDOR / "sigma.min.js").read_text(encoding="utf-8")
    assert not re.search(r"\bfetch\(|XMLHttpRequest|importScripts|new Worker|WebSocket|sourceMappingURL|\beval\(", text)

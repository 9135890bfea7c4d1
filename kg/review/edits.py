"""Change one thing in the text of a claim file and leave every other letter, comment and order as it is.

A YAML writer would lay the whole file out anew. Here the places of the nodes say where to cut; the result is read
again, and a change that did anything but what was asked is refused.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kg.claim_file import compose, load
from kg.errors import DataError, Fault

__all__ = [
    "Fields",
    "add_entities",
    "drop_entities",
    "plain",
    "replace_row",
    "row_texts",
    "set_field",
    "split_entities",
]

#: A row or a file as strings, lists and dicts.
Fields = dict[str, Any]
Pair = tuple[yaml.Node, yaml.Node]


def plain(text: str) -> Fields:
    """Give the data of a claim file, all of it as strings. Raises yaml.YAMLError."""
    data = load(text)
    return data if isinstance(data, dict) else {}


def row_texts(text: str) -> dict[str, str]:
    """Give the text of each row as it stands in the file, moved to the left margin, in the order of the file."""
    rows: dict[str, str] = {}
    for node in _top(text, "claims").value:
        row = next(value.value for name, value in node.value if name.value == "id")
        indent = " " * node.start_mark.column
        lines = text[node.start_mark.index : _end(text, node)].splitlines()
        rows[row] = "\n".join(line.removeprefix(indent) for line in lines)
    return rows


def set_field(path: Path, text: str, row: str, key: str, value: str) -> str:
    """Give the text with one field of a row set. Raises DataError where the file is laid out so that it cannot be."""
    node = _row(text, row)
    written = _flow({key: value})
    pair = next((pair for pair in node.value if pair[0].value == key), None)
    if pair:
        changed = text[: pair[0].start_mark.index] + written + text[_end(text, pair[1]) :]
    else:
        changed = _insert(text, node, next(pair for pair in node.value if pair[0].value == "id"), written)
    expected = plain(text)
    _find(expected, row)[key] = value
    return _verified(path, changed, expected)


def split_entities(path: Path, row: str, written: str) -> tuple[str, Fields]:
    """Split what somebody wrote into the row and the entities it adds. Raises DataError when it is no row."""
    try:
        given = plain(written)
        root = compose(written)
    except yaml.YAMLError as error:
        reason = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise DataError([Fault(f"{path}: {row}", f"is not YAML: {reason}", "quote text that holds a colon")]) from None
    entities = given.pop("entities", {})
    if not given:
        raise DataError([Fault(f"{path}: {row}", "is not a row", "write id:, quote:, subject: and says:")])
    if not isinstance(entities, dict):
        cure = "write entities: {new-key: {type: Person}} on a line after the row"
        raise DataError([Fault(f"{path}: {row}", "entities: is not a list of keys with types", cure)])
    if not entities or not isinstance(root, yaml.MappingNode):
        return written, {}
    key, value = next(pair for pair in root.value if pair[0].value == "entities")
    if root.flow_style:
        return f"{{{_flow(given)}}}", entities
    start, end = written.rfind("\n", 0, key.start_mark.index) + 1, _next_line(written, _end(written, value))
    return written[:start] + written[end:], entities


def replace_row(path: Path, text: str, row: str, written: str) -> str:
    """Give the text with a row written anew, in YAML that can be read. Raises DataError when it does not fit there."""
    node = _row(text, row)
    first, *others = written.strip().splitlines()
    indent = " " * node.start_mark.column
    lines = [first, *(indent + line if line.strip() else "" for line in others)]
    changed = text[: node.start_mark.index] + _line_end(text).join(lines) + text[_end(text, node) :]
    given = plain(written.strip() + "\n")
    expected = plain(text)
    expected["claims"] = [given if each.get("id") == row else each for each in expected["claims"]]
    return _verified(path, changed, expected)


def add_entities(path: Path, text: str, entities: Fields) -> str:
    """Give the text with entities added, or written anew where the key is there."""
    for key, entity in entities.items():
        node = _top(text, "entities")
        written = _flow({key: entity})
        there = next((pair for pair in node.value if pair[0].value == key), None)
        if there:
            changed = text[: there[0].start_mark.index] + written + text[_end(text, there[1]) :]
        elif node.value:
            changed = _insert(text, node, node.value[-1], written)
        else:
            changed = text[: node.start_mark.index] + f"{{{written}}}" + text[node.end_mark.index :]
        expected = plain(text)
        expected["entities"] = {**(expected["entities"] or {}), key: entity}
        text = _verified(path, changed, expected)
    return text


def drop_entities(path: Path, text: str, keys: Iterable[str]) -> str:
    """Give the text without some entities."""
    for key in keys:
        node = _top(text, "entities")
        number = next(index for index, pair in enumerate(node.value) if pair[0].value == key)
        start, end = node.value[number][0].start_mark.index, _end(text, node.value[number][1])
        if len(node.value) == 1:
            start, end, left = node.start_mark.index, _end(text, node), "{}"
            left = left if node.flow_style else left + " "
        elif node.flow_style and number:
            start, left = _end(text, node.value[number - 1][1]), ""
        elif node.flow_style:
            end, left = node.value[1][0].start_mark.index, ""
        else:
            start, end, left = text.rfind("\n", 0, start) + 1, _next_line(text, end), ""
        expected = plain(text)
        del expected["entities"][key]
        text = _verified(path, text[:start] + left + text[end:], expected)
    return text


# -- nodes and their places


@lru_cache(maxsize=4)
def _root(text: str) -> yaml.Node | None:
    return compose(text)


def _top(text: str, key: str) -> yaml.MappingNode | yaml.SequenceNode:
    root = _root(text)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    found: yaml.MappingNode | yaml.SequenceNode = next(value for name, value in pairs if name.value == key)
    return found


def _row(text: str, row: str) -> yaml.MappingNode:
    for node in _top(text, "claims").value:
        if any(name.value == "id" and value.value == row for name, value in node.value):
            found: yaml.MappingNode = node
            return found
    raise KeyError(row)


def _find(data: Fields, row: str) -> Fields:
    found: Fields = next(each for each in data["claims"] if each.get("id") == row)
    return found


def _end(text: str, node: yaml.Node) -> int:
    """Give the place after the last letter of a node; YAML itself counts the blank lines and comments that follow."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        return len(text[:end].rstrip())
    return end


def _insert(text: str, node: yaml.MappingNode | yaml.SequenceNode, after: Pair, written: str) -> str:
    """Put a pair after another one of a mapping: on a line of its own, or after a comma."""
    end = _end(text, after[1])
    if node.flow_style:
        return f"{text[:end]}, {written}{text[end:]}"
    end = _next_line(text, end, past=False)
    return text[:end] + _line_end(text) + " " * after[0].start_mark.column + written + text[end:]


def _next_line(text: str, at: int, past: bool = True) -> int:
    found = re.compile(r"\r?\n").search(text, at)
    return len(text) if found is None else found.end() if past else found.start()


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _flow(pair: Fields) -> str:
    """Write one key and its value on one line, so that it stands in a block and between braces."""
    written: str = yaml.safe_dump(pair, default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False)
    return written.strip()[1:-1]


def _verified(path: Path, changed: str, expected: Fields) -> str:
    try:
        found = plain(changed)
    except yaml.YAMLError:
        found = {}
    if found != expected:
        raise DataError(
            [Fault(str(path), "is laid out so that this change would move others", "make the change in an editor")]
        )
    return changed

"""XML lists, element by element in constant memory, by a parser that neither expands entities nor opens anything."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from kg.errors import DataError, Fault
from kg.loaders._files import opened
from kg.records import Fields

__all__ = ["Element", "elements"]

_AGAIN = "fetch the file again"


@dataclass(slots=True)
class Element:
    """One entry of a list: its leaves as fields, and its parts, each with leaves of its own."""

    tag: str
    where: str
    attributes: dict[str, str]
    leaves: dict[str, str]
    branches: dict[str, list[dict[str, str]]]

    def fields(self, ignore: Collection[str] = ()) -> Fields:
        """Give the leaves as a record that is read to its last field, the parts not yet taken among them."""
        rows = dict.fromkeys(self.branches, "") | self.leaves
        return Fields(rows, where=self.where, ignore=ignore)

    def parts(self, tag: str, field: Fields) -> Iterator[tuple[str, Fields]]:
        """Take the parts of a name, each with its place among its like: `ALIAS`, or `ALIAS[2]` where there are more."""
        if tag in field.row and field.take(tag):
            raise field.error(f"{tag} holds text where it has parts", "read it in the loader")
        found = self.branches.get(tag, [])
        for number, leaves in enumerate(found, 1):
            place = f"{tag}[{number}]" if len(found) > 1 else tag
            yield place, Fields(leaves, where=f"{self.where} {place}")

    def texts(self) -> Iterator[str]:
        """Give every name and text, in order."""
        for tag, text in self.leaves.items():
            yield from (tag, text)
        for tag, found in self.branches.items():
            for leaves in found:
                yield tag
                for name, text in leaves.items():
                    yield from (name, text)


def elements(path: Path, root: str, sections: Mapping[str, str]) -> Iterator[Element]:
    """Yield the root element without its children, then the elements of its sections (section: tag of an element).

    Raises DataError for what is not XML, has another root or section, is cut off, declares a document type (the door to
    entity bombs and outside files), or nests deeper than element, part, leaf.
    """
    with opened(path) as stream:
        events = etree.iterparse(
            stream,
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
            huge_tree=False,
        )
        try:
            yield from _walk(path, events, root, sections)
        except etree.XMLSyntaxError as error:
            # The first fault the parser met; the one it raises may be what followed from it.
            first = next(iter(events.error_log), None)
            line, fault = (first.line, first.message) if first else (error.lineno, str(error.msg))
            raise DataError([Fault(f"{path.name}:{line or 1}", f"is not whole XML: {fault}", _AGAIN)]) from None


def _walk(path: Path, events: "etree.iterparse", root: str, sections: Mapping[str, str]) -> Iterator[Element]:
    _, top = next(events)
    yield _top(path, top, root)
    depth = 1
    for event, node in events:
        depth += 1 if event == "start" else -1
        if event == "start" and depth in {2, 3}:
            _expected(path, node, sections, depth)
        if event == "end" and depth == 2:
            yield _element(path, node)
            _forget(node)


def _expected(path: Path, node: etree._Element, sections: Mapping[str, str], depth: int) -> None:
    parent = node.getparent()
    known = sections if depth == 2 else {sections[str(parent.tag)] if parent is not None else ""}
    if node.tag not in known or (node.attrib and depth == 2):
        raise _odd(f"{path.name}:{node.sourceline}", f"element {node.tag}")


def _top(path: Path, top: etree._Element, root: str) -> Element:
    if top.getroottree().docinfo.internalDTD is not None:
        fault = "declares a document type, which no list does and attacks need"
        raise DataError([Fault(str(path), fault, _AGAIN)])
    if top.tag != root:
        raise DataError([Fault(str(path), f"is {top.tag!r}, not a {root}", "name the loader of its format")])
    return Element(root, f"{path.name}:{top.sourceline}", {str(k): str(v) for k, v in top.attrib.items()}, {}, {})


def _element(path: Path, node: etree._Element) -> Element:
    made = Element(str(node.tag), f"{path.name}:{node.sourceline}", {}, {}, {})
    if node.attrib:
        raise _odd(made.where, f"attribute {next(iter(node.attrib))!s}")
    for child in node:
        if len(child):
            made.branches.setdefault(str(child.tag), []).append(_leaves(made.where, child))
        elif child.tag in made.branches:
            made.branches[str(child.tag)].append({})
        elif child.tag in made.leaves and not (child.text or "").strip():
            continue
        elif child.tag in made.leaves:
            raise _odd(made.where, f"second {child.tag}")
        else:
            made.leaves[str(child.tag)] = child.text or ""
    return made


def _leaves(where: str, node: etree._Element) -> dict[str, str]:
    leaves: dict[str, str] = {}
    for child in node:
        if len(child) or child.attrib:
            raise _odd(where, f"{node.tag}/{child.tag}/{child[0].tag if len(child) else '@'}")
        name, number = str(child.tag), 1
        while name in leaves:
            number += 1
            name = f"{child.tag}[{number}]"
        leaves[name] = child.text or ""
    return leaves


def _odd(where: str, what: str) -> DataError:
    return DataError([Fault(where, f"unread {what}", "read it in the loader, or name it as ignored")])


def _forget(node: etree._Element) -> None:
    """Drop what has been read from the tree that the parser keeps."""
    node.clear()
    while node.getprevious() is not None:
        parent = node.getparent()
        if parent is None:
            break
        del parent[0]

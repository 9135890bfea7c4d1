"""XML lists, element by element in constant memory, by a parser that neither expands entities nor opens anything."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from kg.errors import DataError, Fault
from kg.loaders._files import opened
from kg.records import Fields

__all__ = ["Branch", "Element", "elements", "local", "nodes"]

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
    with _events(path) as events:
        yield from _walk(path, events, root, sections)


@contextmanager
def _events(path: Path) -> Iterator["etree.iterparse"]:
    """Open a file for parsing; what the parser finds wrong raises DataError."""
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
            yield events
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
    _checked(path, top, root)
    return Element(root, f"{path.name}:{top.sourceline}", {str(k): str(v) for k, v in top.attrib.items()}, {}, {})


def _checked(path: Path, top: etree._Element, root: str) -> None:
    if top.getroottree().docinfo.internalDTD is not None:
        fault = "declares a document type, which no list does and attacks need"
        raise DataError([Fault(str(path), fault, _AGAIN)])
    if local(top) != root:
        raise DataError([Fault(str(path), f"is {local(top)!r}, not a {root}", "name the loader of its format")])


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


def nodes(path: Path, root: str, sections: Mapping[str, str]) -> Iterator[etree._Element]:
    """Yield the root as it begins, then whole elements in order: those of each section, or the section itself.

    For lists that nest deeper than `elements` reads, whatever their namespace. `sections` gives for each child of the root
    the name of its elements, "" where it is one itself. An element is forgotten once the next is asked for. Raises
    DataError as `elements` does.
    """
    with _events(path) as events:
        _, top = next(events)
        _checked(path, top, root)
        yield top
        depth, section = 1, ""
        for event, node in events:
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 2:
                section = local(node)
                if section not in sections:
                    raise _odd(f"{path.name}:{node.sourceline}", f"element {section}")
            elif event == "start" and depth == 3 and sections[section] and local(node) != sections[section]:
                raise _odd(f"{path.name}:{node.sourceline}", f"element {section}/{local(node)}")
            elif event == "end" and section and depth == (2 if sections[section] else 1):
                if depth == 1 or local(node) == sections[section]:
                    yield node
                _forget(node)


def local(node: etree._Element) -> str:
    """Give the name of an element without its namespace."""
    return etree.QName(node).localname


class Branch:
    """One element, read to its last attribute and child like `Fields`: whatever nobody has read stops the load."""

    def __init__(self, file: str, node: etree._Element, *, ignore: Collection[str] = ()) -> None:
        self.file, self.node, self.ignore = file, node, ignore
        self.unread = {local(child) for child in node} | {"@" + str(name) for name in node.attrib}
        self.unread -= set(ignore)

    @property
    def where(self) -> str:
        return f"{self.file}:{self.node.sourceline}"

    def each(self, tag: str) -> Iterator["Branch"]:
        """Yield the children of a name, each to be read to its end before the next."""
        self.unread.discard(tag)
        for child in self.node.iterchildren("{*}" + tag):
            branch = Branch(self.file, child, ignore=self.ignore)
            yield branch
            branch.close()

    def one(self, tag: str) -> str | None:
        """Give the text of the child of a name, None where there is none or it is empty. Raises DataError for two."""
        texts = [branch.text() for branch in self.each(tag)]
        if len(texts) > 1:
            raise self.error(f"has {len(texts)} {tag} where one is expected", "read them in the loader")
        return texts[0] if texts else None

    def need(self, tag: str) -> str:
        """Give the text of a child that must be there."""
        found = self.one(tag)
        if found is None:
            raise self.error(f"{tag} is empty", "correct the file, or load an edition that is whole")
        return found

    def attribute(self, name: str) -> str | None:
        """Give an attribute."""
        self.unread.discard(f"@{name}")
        value = self.node.get(name)
        return None if value is None else str(value)

    def text(self) -> str | None:
        """Give the element's own text without the spaces around it."""
        return (self.node.text or "").strip() or None

    def close(self) -> None:
        """Raise DataError for what nobody has read."""
        if self.unread:
            raise _odd(self.where, f"{local(self.node)}/{min(self.unread)}")

    def error(self, fault: str, cure: str) -> DataError:
        """Make the error of this element."""
        return DataError([Fault(self.where, fault, cure)])

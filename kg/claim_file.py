"""The shape of a claim file: YAML read as plain strings, checked key by key, and written again."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from rapidfuzz import process

from kg.errors import DataError, Fault
from kg.model import Basis, DateBasis, Modality, Review

__all__ = [
    "ClaimFile",
    "DateIn",
    "EntityIn",
    "QuoteIn",
    "Row",
    "SourceIn",
    "compose",
    "did_you_mean",
    "dump",
    "load",
    "parse",
    "parse_text",
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuoteIn(_Strict):
    """A quote, with text around it where it stands more than once."""

    exact: str
    prefix: str = ""
    suffix: str = ""


def _as_quote(value: Any) -> Any:
    return {"exact": value} if isinstance(value, str) else value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Filled = Annotated[str, Field(min_length=1)]
Quote = Annotated[QuoteIn, BeforeValidator(_as_quote)]
Values = Annotated[list[str], BeforeValidator(_as_list), Field(min_length=1)]


class DateIn(_Strict):
    """A date, the basis of its reading, and the words or the row it is read from."""

    edtf: str
    basis: DateBasis
    words: Quote | None = None
    from_: str | None = Field(default=None, alias="from")


class SourceIn(_Strict):
    """The article; `original` is the page or PDF its text was taken from."""

    id: Filled
    publisher: Filled
    date: Filled
    language: Filled
    licence: Filled
    file: Annotated[str, Field(pattern=r"^[^\x00]+$")]
    sha256: Filled
    title: str | None = None
    url: str | None = None
    derived_from: str | None = Field(default=None, alias="derivedFrom")
    original: Filled | None = None
    original_sha256: Filled | None = Field(default=None, alias="originalSha256")


class EntityIn(_Strict):
    """A class, and a label for what the source never names."""

    type: str
    label: str | None = None


class Row(_Strict):
    """One quote and what it says of one subject."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
    quote: Quote
    subject: str | None = None
    event: str | None = None
    says: dict[str, Values] = {}
    claimant: str | None = None
    via: Values | tuple[()] = ()
    attribution: Quote | None = None
    modality: Modality = Modality.STATED
    negated: bool = False
    when: DateIn | None = None
    saidOn: DateIn | None = None  # noqa: N815  (keys are the ontology's names)
    basis: Basis = Basis.TEXT
    mention: str | None = None
    resolvedBy: str | None = None  # noqa: N815
    review: Review | None = None
    jurisdiction: str | None = None
    accuser: str | None = None
    note: str | None = None
    line: int = Field(default=0, exclude=True)

    @model_validator(mode="after")
    def _one_subject(self) -> "Row":
        if (self.subject is None) == (self.event is None):
            raise ValueError("a row is about one subject: or one event:")
        return self

    @property
    def about(self) -> str:
        """The key of the subject."""
        return self.subject or self.event or ""


class ClaimFile(_Strict):
    """A source, its entities and its rows."""

    source: SourceIn
    review: Review = Review.CANDIDATE
    entities: dict[str, EntityIn]
    claims: list[Row]


if TYPE_CHECKING:
    _Base = yaml.BaseLoader
else:  # libyaml where PyYAML was built with it: ten times as fast, with the same places
    _Base = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Lines(_Base):
    """Keeps every scalar a string, and refuses a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key is not a word", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is given twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def parse(path: Path) -> ClaimFile:
    """Read a claim file. Raises DataError with the line and key of everything that is not as it should be."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(
            [Fault(str(path), f"cannot be read: {error.strerror}", "give the path of a claim file")]
        ) from None
    except UnicodeDecodeError as error:
        raise DataError([Fault(str(path), f"byte {error.start} is not UTF-8", "save it as UTF-8")]) from None
    return parse_text(path, text)


def compose(text: str) -> yaml.Node | None:
    """Give the nodes of a claim file's text, each with its place in it. Raises yaml.YAMLError."""
    return _Lines(text).get_single_node()


def load(text: str) -> Any:
    """Give what a claim file's text holds, every scalar a string. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_Base)


def parse_text(path: Path, text: str) -> ClaimFile:
    """Read the text that a claim file has, or is to have. Raises DataError as `parse` does."""
    try:
        loader = _Lines(text)
        root = loader.get_single_node()
        data = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(
            [Fault(f"{path}:{line}", f"is not YAML: {error.problem}", "mend the line; quote text that holds a colon")]
        ) from None
    except (yaml.YAMLError, RecursionError) as error:
        reason = str(error).partition("\n")[0] if isinstance(error, yaml.YAMLError) else "it is nested too deep"
        raise DataError(
            [Fault(str(path), f"is not YAML: {reason}", "remove what no text editor would write")]
        ) from None
    if not isinstance(data, dict):
        raise DataError([Fault(str(path), "is not a claim file", "it needs source:, entities: and claims:")])
    for row, node in zip(data.get("claims") or [], _items(root, "claims"), strict=False):
        if isinstance(row, dict):
            row["line"] = node.start_mark.line + 1
    try:
        return ClaimFile.model_validate(data)
    except ValidationError as error:
        raise DataError(_fault(path, data, one) for one in error.errors()) from None


class _Flow(dict[str, Any]):
    """A mapping that is written on one line."""


class _Writer(yaml.SafeDumper):
    """Writes short mappings on one line and never folds a quote."""


_Writer.add_representer(_Flow, lambda writer, data: writer.represent_mapping("tag:yaml.org,2002:map", data, True))
_Writer.add_representer(str, lambda writer, text: writer.represent_scalar("tag:yaml.org,2002:str", text))


def dump(file: ClaimFile) -> str:
    """Give a claim file as text; `parse` reads the same again.

    >>> print(dump(ClaimFile.model_validate({"source": {"id": "a", "publisher": "P", "date": "2025-08-13", "language": "en",
    ...     "licence": "MIT", "file": "a.txt", "sha256": "0"}, "entities": {}, "claims": []})))
    source:
      id: a
      publisher: P
      date: '2025-08-13'
      language: en
      licence: MIT
      file: a.txt
      sha256: '0'
    review: Candidate
    entities: {}
    claims: []
    <BLANKLINE>
    """
    data = file.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data = {
        "source": data["source"],
        "review": str(file.review),
        "entities": data["entities"],
        "claims": data["claims"],
    }
    data["entities"] = {key: _Flow(entity) for key, entity in data["entities"].items()}
    data["claims"] = [_written(row) for row in data["claims"]]
    return yaml.dump(data, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=1_000_000)


def _written(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row as people write it: a plain quote as text, one value not as a list, mappings on one line."""
    row = {key: value for key, value in row.items() if value is not None}
    for key in ("quote", "attribution"):
        if key in row:
            row[key] = row[key]["exact"] if set(row[key]) == {"exact"} else _Flow(row[key])
    for key in ("when", "saidOn"):
        if key in row:
            words = row[key].get("words")
            row[key] = _Flow(row[key])
            if words:
                row[key]["words"] = words["exact"] if set(words) == {"exact"} else _Flow(words)
    if "says" in row:
        row["says"] = _Flow({name: values[0] if len(values) == 1 else values for name, values in row["says"].items()})
    order = [name for name in Row.model_fields if name in row]
    return {name: row[name] for name in order}


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Give the cure for a name nobody knows: the nearest one that is known."""
    best = process.extractOne(name, list(known), score_cutoff=60)
    return (
        f"did you mean {best[0]!r}?"
        if best
        else "see ontology/kg.ttl for the names there are, or the keys of this file"
    )


def _items(root: yaml.Node | None, key: str) -> list[yaml.Node]:
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((list(value.value) for name, value in pairs if name.value == key and isinstance(value.value, list)), [])


def _fault(path: Path, data: dict[str, Any], error: Any) -> Fault:
    where = [part for part in error["loc"] if not isinstance(part, str) or "[" not in part]
    place = f"{path}: {'.'.join(str(part) for part in where)}"
    if len(where) > 1 and where[0] == "claims" and isinstance(where[1], int):
        row = data["claims"][where[1]]
        if isinstance(row, dict):
            place = f"{path}:{row.get('line', 0)}: {row.get('id', f'claim {where[1] + 1}')}"
            place += f": {'.'.join(str(part) for part in where[2:])}" if len(where) > 2 else ""
    if error["type"] == "extra_forbidden":
        return Fault(place, f"the key {where[-1]!r} is unknown", did_you_mean(str(where[-1]), _keys(where)))
    if error["type"] == "missing":
        return Fault(place, "is missing", "add it")
    message = error["msg"].removeprefix("Value error, ")
    return Fault(
        place,
        f"{error.get('input')!r} will not do: {message}" if not isinstance(error.get("input"), dict) else message,
        "correct it",
    )


def _keys(where: list[Any]) -> list[str]:
    """Give the keys that a mapping at this place may have."""
    models: list[Any] = [ClaimFile]
    if len(where) > 3 and where[0] == "claims":
        models = [DateIn, QuoteIn]
    elif len(where) > 1:
        models = [{"source": SourceIn, "claims": Row, "entities": EntityIn}.get(str(where[0]), ClaimFile)]
    return sorted({field.alias or name for model in models for name, field in model.model_fields.items()} - {"line"})

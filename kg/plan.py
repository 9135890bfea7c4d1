"""The plan of a build: sources.toml, or one claim file as the only source."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as day
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg.errors import DataError, Fault
from kg.loaders import LOADERS
from kg.loaders.claims import source_file
from kg.model import Edition, Review

__all__ = ["Plan", "SourceSpec", "plan_for_list", "read_plan"]

_DATE = "{date}"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceSpec(_Strict):
    """One source to load: the loader, the file, and what a sound parse must give at least.

    Sources of one `list` are its editions. Where id and path hold `{date}`, one table stands for every edition whose
    file is there; each was published, and unless `retrieved` says otherwise recorded, on the date in its file's name.
    """

    id: str
    loader: str
    path: str
    list: str | None = None
    retrieved: day | None = None
    sha256: str | None = None
    expect: dict[str, int] = {}
    publisher: str = ""
    date: str = ""
    licence: str = ""
    language: str = ""
    title: str | None = None
    url: str | None = None
    review: Review = Review.ACCEPTED

    def edition(self, unchanged: Callable[[str, str], bool] | None = None) -> Edition:
        """Give what a loader is told of the source."""
        given = self.model_dump(exclude={"loader", "path", "list", "sha256", "expect"})
        return Edition(**given, unchanged=unchanged) if unchanged else Edition(**given)


class _SourcesFile(_Strict):
    """What sources.toml may hold."""

    source: Annotated[list[SourceSpec], Field(min_length=1)]
    decisions: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The sources to load, editions of a list in the order of their dates, and the file of decisions."""

    place: str
    home: Path
    sources: tuple[SourceSpec, ...]
    decisions: Path | None

    def path(self, spec: SourceSpec) -> Path:
        """Give the file of a source."""
        return self.home / spec.path


def read_plan(path: Path) -> Plan:
    """Read sources.toml, or take one claim file as the only source. Raises DataError."""
    if path.suffix in {".yaml", ".yml"}:
        source_id, _ = source_file(path)
        return Plan(str(path), path.parent, (SourceSpec(id=source_id, loader="claims", path=path.name),), None)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        cure = "give the path of a sources.toml or of a claim file, or run in a folder that has data/sources.toml"
        raise DataError([Fault(str(path), f"cannot be read: {error.strerror}", cure)]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError([Fault(str(path), f"is not TOML: {error}", "mend the line")]) from None
    try:
        given = _SourcesFile.model_validate(raw)
    except ValidationError as error:
        raise DataError(_faults(path, error)) from None
    sources = [each for spec in given.source for each in _editions(path, spec)]
    if faults := list(_disagreements(path, sources)):
        raise DataError(faults)
    decisions = path.parent / given.decisions if given.decisions else None
    if decisions and not decisions.is_file():
        raise DataError([Fault(str(decisions), "is not there, and without it every merge is undone", "bring it back")])
    return Plan(str(path), path.parent, tuple(_in_order(sources)), decisions)


def plan_for_list(path: Path, given: Mapping[str, str | None]) -> Plan:
    """Make a plan of one list from options: loader, id_, date, list_ and publisher. Recorded on the day of its file.

    Raises DataError.
    """
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    except OSError as error:
        raise DataError([Fault(str(path), f"cannot be read: {error.strerror}", "give the path of a list")]) from None
    table = {
        "id": given["id_"] or path.name.partition(".")[0],
        "loader": given["loader"],
        "path": path.name,
        "date": given["date"] or "",
        "list": given["list_"],
        "publisher": given["publisher"],
        "retrieved": written,
    }
    try:
        spec = SourceSpec.model_validate(table)
    except ValidationError as error:
        raise DataError(_faults(path, error)) from None
    if faults := list(_disagreements(path, [spec])):
        raise DataError(faults)
    return Plan(str(path), path.parent, (spec,), None)


def _faults(path: Path, error: ValidationError) -> Iterator[Fault]:
    for one in error.errors():
        where = ".".join(str(part) for part in one["loc"])
        if one["type"] == "extra_forbidden":
            known = ", ".join(SourceSpec.model_fields if "source" in where else _SourcesFile.model_fields)
            yield Fault(f"{path}: {where}", "the key is unknown", f"known keys are {known}")
        else:
            yield Fault(f"{path}: {where}", one["msg"], "correct it")


def _editions(plan: Path, spec: SourceSpec) -> Iterator[SourceSpec]:
    """Give the source, or one for every file that a path with {date} stands for."""
    if _DATE not in spec.path:
        yield spec
        return
    place = f"{plan}: {spec.id}"
    if _DATE not in spec.id or spec.list is None:
        raise DataError([Fault(place, f"path has {_DATE}", f"write {_DATE} in its id too, and name its list")])
    before, _, after = spec.path.partition(_DATE)
    pattern = re.compile(re.escape(Path(before).name) + r"(\d{4}-\d\d-\d\d)" + re.escape(after))
    folder = (plan.parent / before).parent if Path(before).name else plan.parent / before
    found = sorted(match[1] for file in folder.glob("*") if (match := pattern.fullmatch(file.name)))
    if not found:
        raise DataError([Fault(place, f"no file is like {spec.path}", "correct path, or fetch the editions")])
    for date in found:
        changes = {"id": spec.id.replace(_DATE, date), "path": spec.path.replace(_DATE, date), "date": date}
        yield spec.model_copy(update=changes | {"retrieved": spec.retrieved or day.fromisoformat(date)})


def _disagreements(path: Path, sources: list[SourceSpec]) -> Iterator[Fault]:
    for spec in sources:
        if spec.loader not in LOADERS:
            fault = f"there is no loader {spec.loader!r}"
            yield Fault(f"{path}: {spec.id}", fault, f"choose one of {', '.join(sorted(LOADERS))}")
        if spec.list and not re.fullmatch(r"\d{4}-\d\d-\d\d", spec.date):
            yield Fault(f"{path}: {spec.id}", "an edition of a list has no day", "add date = YYYY-MM-DD")
    for name, times in Counter(spec.id for spec in sources).items():
        if times > 1:
            yield Fault(f"{path}: {name}", "the id is given twice", "give each source an id of its own")
    for (name, date), times in Counter((spec.list, spec.date) for spec in sources if spec.list).items():
        if times > 1:
            yield Fault(f"{path}: {name}", f"two editions are of {date}", "keep one, or correct its date")


def _in_order(sources: list[SourceSpec]) -> Iterator[SourceSpec]:
    """Give the sources as they stand, the editions of a list where its first one stands, oldest first."""
    done: set[str] = set()
    for spec in sources:
        if spec.list is None:
            yield spec
        elif spec.list not in done:
            done.add(spec.list)
            yield from sorted((each for each in sources if each.list == spec.list), key=lambda each: each.date)

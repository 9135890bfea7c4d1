"""Tables as rows of text: CSV and TSV in the standard library, XLSX and Parquet with the extra `[tables]`."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kg.errors import DataError, Fault, MissingExtra
from kg.loaders._files import opened

__all__ = ["rows"]

_DELIMITERS = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_PACKED = {".gz", ".zip"}
#: What a workbook may hold unpacked; a sheet is read whole.
_WORKBOOK = 2**30
_AGAIN = "fetch the file again"
_HINT = "{} needs a package more: pip install 'cartel-kg[tables]'"


def rows(path: Path, *, encoding: str = "utf-8", sheet: str | None = None) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (file and line, text by column) for every row of a table; blank lines are none.

    The first row is the header. CSV, TSV (plain, gzipped or zipped) and Parquet are read in constant memory, a sheet of
    XLSX at once. Raises DataError for a broken file, a column named twice and a row of another width, MissingExtra for
    a format whose package is not installed.
    """
    suffix = next((each for each in reversed(path.suffixes) if each not in _PACKED), path.suffix).lower()
    if suffix in _DELIMITERS:
        table = _delimited(path, _DELIMITERS[suffix], encoding)
    elif suffix == ".xlsx":
        table = _workbook(path, sheet)
    elif suffix == ".parquet":
        table = _parquet(path)
    else:
        raise DataError(
            [Fault(str(path), f"is no table ({suffix or 'no ending'})", "give a .csv, .tsv, .xlsx or .parquet")]
        )
    _, header = next(table)
    columns = [name.strip() for name in header]
    twice = sorted({name for name in columns if columns.count(name) > 1 or not name})
    if twice:
        raise DataError([Fault(f"{path.name}:1", f"has {'a column without a name' if twice == [''] else f'two columns {twice[-1]!r}'}", "name each column once")])  # fmt: skip
    for number, cells in table:
        if not any(cells):
            continue
        if len(cells) != len(columns):
            fault = f"has {len(cells)} cells where the header has {len(columns)}"
            raise DataError([Fault(f"{path.name}:{number}", fault, "mend the row, or fetch the file again")])
        yield f"{path.name}:{number}", dict(zip(columns, cells, strict=True))


def _delimited(path: Path, delimiter: str, encoding: str) -> Iterator[tuple[int, list[str]]]:
    with opened(path) as raw:
        lines = io.TextIOWrapper(raw, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as error:
            raise DataError([Fault(f"{path.name}:{reader.line_num}", f"is not CSV: {error}", _AGAIN)]) from None
        finally:
            lines.detach()


def _workbook(path: Path, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise MissingExtra(_HINT.format("XLSX")) from None
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > _WORKBOOK:
                raise DataError([Fault(str(path), f"claims to hold more than {_WORKBOOK} bytes", "save it as CSV")])
        book = CalamineWorkbook.from_path(str(path))
        name = sheet or book.sheet_names[0]
        if name not in book.sheet_names:
            raise DataError([Fault(str(path), f"has no sheet {name!r}", f"choose of {', '.join(book.sheet_names)}")])
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (OSError, zipfile.BadZipFile, CalamineError) as error:
        raise DataError([Fault(str(path), f"is not a whole XLSX file: {error}", _AGAIN)]) from None
    for number, row in enumerate(cells, 1):
        yield number, [_text(cell) for cell in row]


def _parquet(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise MissingExtra(_HINT.format("Parquet")) from None
    try:
        with ParquetFile(path) as table:
            names = table.schema_arrow.names
            yield 0, list(names)
            number = 0
            for batch in table.iter_batches(batch_size=4096):
                for row in batch.to_pylist():
                    number += 1
                    yield number, [_text(row[name]) for name in names]
    except (OSError, pa.ArrowException) as error:
        reason = str(error).splitlines()[0]
        raise DataError([Fault(str(path), f"is not a whole Parquet file: {reason}", _AGAIN)]) from None


def _text(cell: object) -> str:
    """Give a cell as it would be written: no number grows a `.0`, a day is an ISO day."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)

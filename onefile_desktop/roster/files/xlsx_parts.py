"""A look into an .xlsx file's parts, before and beside the reader proper: what it must not be given, and what it does
not tell."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from posixpath import dirname, join, normpath

from onefile_desktop.roster.files.xlsx_formats import struck_styles, zero_formats
from onefile_desktop.roster.files.xlsx_limits import (
    MOST_CELLS,
    DamagedError,
    Parts,
    TooLargeError,
    limit_texts,
    limit_unpacked,
    opened,
    parse,
)
from onefile_desktop.roster.files.xlsx_looks import MOST_REMARKS, SheetLook, look_at

__all__ = ["MOST_CELLS", "DamagedError", "SheetLook", "TooLargeError", "look", "targets_of"]

_WORKBOOK = "xl/workbook.xml"
_TRUE = frozenset({"1", "true"})
_MOST_SHEETS = 1_000
_LARGEST_PART = 20 * 1024 * 1024  # of those that are not sheets


def look(content: bytes) -> tuple[SheetLook, ...]:
    """A look at each sheet of the workbook `content`, in its order, as python-calamine lists them: chart sheets and
    sheets whose part is missing have their place as well. None for a workbook that is not made of XML as .xlsx is.

    How far a sheet reaches is left to the caller to judge (`MOST_CELLS`). Raises `DamagedError` for a broken archive
    and for XML that makes no sense, and `TooLargeError` for what no reader should be given, however it goes about it.
    """
    with opened(content) as parts:
        workbook = _workbook(parts)
        if not workbook:
            return ()
        targets = targets_of(parts, workbook)
        sheets, recalculated, from_1904 = _sheets(parts, workbook)
        folder = dirname(workbook)
        limit_texts(parts, join(folder, "sharedStrings.xml"))
        styles = join(folder, "styles.xml")
        has_styles = styles in parts
        formats = zero_formats(_small(parts, styles)) if has_styles else {}
        struck = struck_styles(_small(parts, styles)) if has_styles else frozenset[int]()
        names = [targets.get(sheet, "") for sheet in sheets]
        limit_unpacked(sum(map(parts.size, names)), len(content))
        looks: list[SheetLook] = []
        for index, name in enumerate(names):
            try:
                found = look_at(parts.blocks(name), formats, recalculated, struck) if name in parts else SheetLook()
                looks.append(replace(found, from_1904=from_1904))
            except TooLargeError as error:
                error.sheet = index
                raise
            if sum(map(_size, looks)) > MOST_REMARKS:
                raise TooLargeError("its sheets together hold too many formulas without a result")
        return tuple(looks)


def _size(look: SheetLook) -> int:
    return len(look.failed) + len(look.uncalculated) + len(look.shown) + len(look.hidden) + len(look.merged)


def _small(parts: Parts, name: str) -> Iterator[bytes]:
    if parts.size(name) > _LARGEST_PART:
        raise TooLargeError(f"its “{name}” alone unpacks to {parts.size(name) // 1024**2:,} MB")
    return parts.blocks(name)


def _workbook(parts: Parts) -> str:
    """The name of the part that lists the sheets, which the archive's own relationships point to; empty if none."""
    found = _WORKBOOK if _WORKBOOK in parts else ""

    def start(_: str, attributes: Mapping[str, str]) -> None:
        nonlocal found
        if attributes.get("Type", "").endswith("/officeDocument"):
            found = _within("", attributes.get("Target", ""))

    if "_rels/.rels" in parts:
        parse(_small(parts, "_rels/.rels"), start=start)
    return found if found.lower().endswith("workbook.xml") and found in parts else ""


def targets_of(parts: Parts, workbook: str) -> dict[str, str]:
    """The names of the parts that the part `workbook` points to, by the identifiers it uses for them."""
    folder = dirname(workbook)
    relationships = join(folder, "_rels", f"{workbook.rpartition('/')[2]}.rels")
    targets: dict[str, str] = {}

    def start(_: str, attributes: Mapping[str, str]) -> None:
        if "Id" in attributes:
            targets[attributes["Id"]] = _within(folder, attributes.get("Target", ""))

    if relationships in parts:
        parse(_small(parts, relationships), start=start)
    return targets


def _sheets(parts: Parts, workbook: str) -> tuple[list[str], bool, bool]:
    """The identifiers of the sheets' parts in their order, whether Excel is asked to calculate them on opening, and
    whether their days are counted from 1904."""
    sheets: list[str] = []
    recalculated = from_1904 = False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal recalculated, from_1904
        name = tag.rpartition(":")[2]
        if name == "sheet":
            sheets.append(next((value for key, value in attributes.items() if key.endswith(":id")), ""))
            if len(sheets) > _MOST_SHEETS:
                raise TooLargeError(f"it has more than {_MOST_SHEETS:,} sheets")
        elif name == "calcPr":
            recalculated = attributes.get("fullCalcOnLoad", "") in _TRUE
        elif name == "workbookPr":
            from_1904 = attributes.get("date1904", "") in _TRUE

    parse(_small(parts, workbook), start=start)
    return sheets, recalculated, from_1904


def _within(folder: str, target: str) -> str:
    return normpath(join("/", folder, target)).lstrip("/")

"""The layer rules hold, and the map names what is there."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "onefile_desktop"
ROOT = PACKAGE.parent


def test_who_may_import_whom() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


def test_every_room_stands_on_the_map() -> None:
    text = (PACKAGE / "README.md").read_text("utf-8")
    rooms = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()]
    assert [room for room in rooms if f"`{room}/`" not in text] == []


def test_the_map_names_only_what_is_there() -> None:
    text = (PACKAGE / "README.md").read_text("utf-8")
    named = re.findall(r"`([a-z_]+(?:/[a-z_]+)+(?:\.py)?)/?`", text)
    assert named
    there = [
        {folder / name, folder / f"{name}.py"} for name in named for folder in [ROOT if "tests/" in name else PACKAGE]
    ]
    assert [paths for paths in there if not any(path.exists() for path in paths)] == []


OUTSIDE_THE_WIZARD = sorted(path for path in PACKAGE.rglob("*.py") if "gui" not in path.parts)
"""The wizard's pages override methods that are described once, where they are first defined."""


@pytest.mark.parametrize("path", OUTSIDE_THE_WIZARD, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_everything_public_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    if not tree.body:
        return
    assert ast.get_docstring(tree), "the module"
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ClassDef | ast.FunctionDef)
            and not node.name.startswith("_")
            and _is_public(node, tree)
        ):
            assert ast.get_docstring(node), node.name


def _is_public(node: ast.AST, tree: ast.Module) -> bool:
    """Whether a node stands at the top or in a public class of the module; Qt's own methods need no words."""
    if node in tree.body:
        return True
    classes = [one for one in tree.body if isinstance(one, ast.ClassDef) and not one.name.startswith("_")]
    return any(node in one.body for one in classes) and re.fullmatch(r"[a-z_]+", getattr(node, "name", "")) is not None

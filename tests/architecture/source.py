"""The files of the product, and what a syntax tree tells about them."""

import ast
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "organizations", "petitions", "accountability", "reporting")
SKIPPED = {".git", ".venv", "node_modules", "var", "build", "__pycache__", "vendor", "htmlcov"}


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Every file of the repository with these endings, without what is fetched, built or cached."""
    found = []
    for folder, names, entries in os.walk(ROOT):
        names[:] = sorted(
            name for name in names if name not in SKIPPED and not name.endswith("_cache")
        )
        found += [Path(folder, entry) for entry in sorted(entries) if entry.endswith(suffixes)]
    return tuple(found)


def name_of(path: Path) -> str:
    """The path as the repository names it."""
    return path.relative_to(ROOT).as_posix()


def product_modules(*layers: str) -> list[Path]:
    """Python files of the apps and config, without migrations; of these layers only, when given."""
    found = []
    for path in files(".py"):
        parts = path.relative_to(ROOT).parts
        if parts[0] not in (*APPS, "config") or "migrations" in parts:
            continue
        if not layers or (len(parts) > 1 and parts[1].removesuffix(".py") in layers):
            found.append(path)
    return found


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(), str(path))


def imports(path: Path) -> Iterator[str]:
    """Full names of the modules a file imports, at any depth."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an attribute chain; calls and subscripts inside it are left out."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func)}()"
    return node.id if isinstance(node, ast.Name) else ""


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a file with the dotted name of what is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def at(path: Path, node: ast.AST) -> str:
    """File and line, for a message."""
    return f"{name_of(path)}:{getattr(node, 'lineno', 0)}"


def require_none(wrong: Sequence[str]) -> None:
    """Fail with every finding, one a line."""
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)

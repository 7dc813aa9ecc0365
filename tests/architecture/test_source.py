"""Habits of the source that no linter knows."""

import ast
import hashlib
import re

from tests.architecture.source import ROOT, files, name_of, product_modules, require_none, tree

LONGEST = 300
LONGEST_TEST = 500
TEXT = (
    ".py",
    ".sh",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".html",
    ".js",
    ".css",
    ".txt",
    ".json",
    ".cfg",
)
# Written in pieces, so that this file does not find itself.
MARKERS = re.compile("|".join(["TO" + "DO", "FIX" + "ME", r"\bXX" + r"X\b"]))
MACHINE = re.compile(
    "|".join(
        [
            r"/wo" + r"rk/(main|shared)",
            r"/ro" + r"ot/",
            r"/opt/" + r"(pypi|npm)",
            r"file:" + r"//(?!\$|\{)/?\w",
            r"registry\." + r"npmjs",
            r"(files\.)?pytho" + r"nhosted",
            r"pypi\." + r"org",
            r"deb\." + r"debian\.org",
            r"unp" + r"kg\.com|jsdel" + r"ivr|cdn" + r"js|googlea" + r"pis",
        ]
    )
)


def test_files_stay_short():
    """Tables of cases may be longer than code."""
    long = []
    for path in files(".py", ".html"):
        lines = len(path.read_text().splitlines())
        limit = LONGEST_TEST if "tests" in path.parts else LONGEST
        if lines > limit and "migrations" not in path.parts:
            long.append(f"{name_of(path)}: {lines} lines")
    require_none(long)


def _lines_with(pattern: re.Pattern, suffixes: tuple[str, ...]) -> list[str]:
    return [
        f"{name_of(path)}:{number}: {found.group()}"
        for path in files(*suffixes)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if (found := pattern.search(line))
    ]


def test_nothing_is_left_for_later():
    require_none(_lines_with(MARKERS, (".py", ".sh", ".html", ".js", ".css")))


def test_no_place_of_a_machine_and_no_host_of_a_registry():
    """The product runs from any folder and takes packages from wherever the machine says."""
    require_none(_lines_with(MACHINE, (*TEXT, "Dockerfile", "Makefile", "run")))


def test_every_silenced_check_says_why():
    """Which check, by its code, and the reason in words on the same line."""
    code = r"(\[[\w, -]+\]|: [A-Z]+\d+(, [A-Z]+\d+)*)"
    silenced = re.compile(rf"# (type: ignore|noqa)\b(?!{code}\s+\W*\w\S* \S).*")
    require_none(_lines_with(silenced, (".py",)))


def test_functions_stay_short():
    """About 40 lines of code; docstrings, which quote the law, do not count."""
    long = []
    for path in product_modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                if lines > 45:
                    long.append(f"{name_of(path)}: {node.name} ({lines} lines)")
    require_none(long)


def test_vendored_files_are_what_was_fetched():
    """Checksums and files agree in both directions; each folder carries its licence."""
    sums = ROOT / "static" / "vendor" / "SHA256SUMS"
    listed = dict(reversed(line.split("  ", 1)) for line in sums.read_text().splitlines())
    folders = (ROOT / "static" / "vendor", ROOT / "tests" / "support" / "vendor")
    present = {
        name_of(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path != sums
    }
    assert present == listed
    for folder in folders:
        for package in folder.iterdir():
            assert package == sums or (package / "LICENSE").is_file(), package.name

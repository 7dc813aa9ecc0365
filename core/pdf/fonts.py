"""The fonts of official documents: which typefaces the standard names, and what stands in for one that is not installed.

GB/T 9704-2012 sets the body in 仿宋, headings in 黑体 and 楷体, titles and the red mark in 小标宋, page numbers in 宋体. The usual
typefaces for these are licensed and may not be installed; then a free one stands in, and the document says so (`report`).
After the typeface of a role come the faces that only fill its gaps, so that every character of a personal name prints.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

#: Rare characters of names: Noto covers the 8105 characters of 《通用规范汉字表》, HanaMin the extension blocks B to F.
GAP_FILLERS = ("Noto Serif CJK SC", "HanaMinA", "HanaMinB")
SANS_GAP_FILLERS = ("Noto Sans CJK SC", "HanaMinA", "HanaMinB")
INSTALL_HINT = "scripts/fonts.sh"
FC_FORMAT = "%{family}\\t%{file}\\t%{index}\\t%{weight}\\n"


@dataclass(frozen=True)
class Role:
    """One typeface named by GB/T 9704-2012.

    Attributes:
        key: its name in the code and in class names of CSS.
        standard: the name the standard uses.
        official: licensed families that are the typeface itself, best first.
        substitutes: free families that stand in for it, best first.
        bold_substitute: a substitute has the weight of the original only in its bold cut.
        fillers: families asked for the characters the others lack.
    """

    key: str
    standard: str
    official: tuple[str, ...]
    substitutes: tuple[str, ...]
    bold_substitute: bool = False
    fillers: tuple[str, ...] = GAP_FILLERS


ROLES = (
    Role(
        "fangsong",
        "仿宋",
        (
            "仿宋_GB2312",
            "FangSong_GB2312",
            "方正仿宋_GBK",
            "FZFangSong-Z02",
            "FangSong",
            "仿宋",
            "STFangsong",
        ),
        ("FandolFang",),
    ),
    Role(
        "kai",
        "楷体",
        ("楷体_GB2312", "KaiTi_GB2312", "方正楷体_GBK", "FZKai-Z03", "KaiTi", "楷体", "STKaiti"),
        ("FandolKai",),
    ),
    Role(
        "hei",
        "黑体",
        ("SimHei", "黑体", "方正黑体_GBK", "FZHei-B01", "STHeiti"),
        ("FandolHei", "Noto Sans CJK SC"),
        fillers=SANS_GAP_FILLERS,
    ),
    Role(
        "xiaobiaosong",
        "小标宋",
        ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
        ("Noto Serif CJK SC", "FandolSong"),
        bold_substitute=True,
    ),
    Role(
        "song",
        "宋体",
        ("SimSun", "宋体", "方正书宋_GBK", "FZShuSong-Z01", "STSong"),
        ("Noto Serif CJK SC", "FandolSong"),
    ),
)


@dataclass(frozen=True)
class RoleFont:
    """What one role is set in on this machine.

    Attributes:
        role: the role.
        family: the family used, or "" when neither the typeface nor a substitute is installed.
        official: True when `family` is the typeface the standard names.
        fillers: installed families that fill the gaps, in order.
    """

    role: Role
    family: str
    official: bool
    fillers: tuple[str, ...]

    @property
    def families(self) -> tuple[str, ...]:
        """The CSS family list: the face, then its gap fillers."""
        return tuple(dict.fromkeys(filter(None, (self.family, *self.fillers))))

    @property
    def css_families(self) -> SafeString:
        """Value of the CSS property font-family."""
        names = [f'"{family}"' for family in self.families if '"' not in family]
        return mark_safe(", ".join([*names, "serif"]))  # noqa: S308 (names of known fonts)

    @property
    def weight(self) -> str:
        """CSS font-weight that gives the weight of the named typeface."""
        return "bold" if self.role.bold_substitute and not self.official else "normal"


@dataclass(frozen=True)
class FontReport:
    """The typefaces documents are set in on this machine (see `report`)."""

    roles: tuple[RoleFont, ...]

    @property
    def by_role(self) -> dict[str, RoleFont]:
        """The fonts by the key of their role."""
        return {item.role.key: item for item in self.roles}

    @property
    def substitutions(self) -> tuple[tuple[str, str], ...]:
        """(typeface named by the standard, family used instead), for roles whose typeface is not installed."""
        return tuple((item.role.standard, item.family) for item in self.roles if not item.official)

    @property
    def problems(self) -> tuple[str, ...]:
        """Chinese sentences for what makes documents wrong: a role without any font, or no font for rare characters."""
        missing = [item.role.standard for item in self.roles if not item.family]
        found = [f"没有可用的{name}字体，请运行 {INSTALL_HINT}。" for name in missing]
        fillers = {family for item in self.roles for family in item.fillers}
        found += [
            f"缺少生僻字后备字体 {family}，姓名中的生僻字可能无法打印，请运行 {INSTALL_HINT}。"
            for family in dict.fromkeys(GAP_FILLERS + SANS_GAP_FILLERS)
            if family not in fillers
        ]
        return tuple(found)

    @property
    def note(self) -> str:
        """One Chinese sentence that says which substitutes were used, or ""."""
        parts = [
            f"{standard}以{family or '系统字体'}代替" for standard, family in self.substitutions
        ]
        return f"本机未安装公文标准字体：{'，'.join(parts)}。" if parts else ""


class FontFile(NamedTuple):
    """One face of an installed font: the file, and which font in it (a collection holds several)."""

    path: str
    number: int
    weight: int


@lru_cache(maxsize=1)
def installed_fonts() -> dict[str, list[FontFile]] | None:
    """The faces of each font family fontconfig can see, or None when fontconfig's `fc-list` is not available."""
    try:
        listing = subprocess.run(  # noqa: S603 (fixed arguments)
            ["fc-list", "--format", FC_FORMAT],  # noqa: S607 (its place varies)
            capture_output=True,
            check=True,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found: dict[str, list[FontFile]] = {}
    for line in listing.stdout.decode("utf-8", "replace").splitlines():
        names, path, index, weight = line.split("\t")
        if index.isdecimal() and weight.replace(".", "", 1).isdecimal():
            face = FontFile(path, int(index) & 0xFFFF, int(float(weight)))
            for name in names.replace("\\-", "-").split(","):
                found.setdefault(name, []).append(face)
    return found


def report(families: Iterable[str] | None = None) -> FontReport:
    """Choose the font of each role among the installed ones.

    Args:
        families: names of installed families; those of this machine when omitted.
    """
    if families is None:
        fonts = installed_fonts()
        installed = None if fonts is None else frozenset(fonts)
    else:
        installed = frozenset(families)
    return FontReport(tuple(_choose(role, installed) for role in ROLES))


def _choose(role: Role, installed: frozenset[str] | None) -> RoleFont:
    if installed is None:  # fc-list is missing: trust that scripts/fonts.sh was run
        return RoleFont(role, role.substitutes[0], official=False, fillers=role.fillers)
    fillers = tuple(family for family in role.fillers if family in installed)
    for family in role.official:
        if family in installed:
            return RoleFont(role, family, official=True, fillers=fillers)
    family = next((name for name in role.substitutes if name in installed), "")
    return RoleFont(role, family, official=False, fillers=fillers)

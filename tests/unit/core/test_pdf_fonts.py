"""Which fonts documents are set in, on machines with and without the licensed ones."""

import subprocess

import pytest

from core import checks
from core.pdf import faces, fonts

FREE = (
    "FandolFang", "FandolKai", "FandolHei", "FandolSong",
    "Noto Serif CJK SC", "Noto Sans CJK SC", "HanaMinA", "HanaMinB",
)  # fmt: skip
LICENSED = ("仿宋_GB2312", "楷体_GB2312", "SimHei", "方正小标宋简体", "SimSun")


def test_licensed_fonts_come_first():
    report = fonts.report((*FREE, *LICENSED))
    assert {item.family for item in report.roles} == set(LICENSED)
    assert report.substitutions == ()
    assert report.note == ""
    assert report.problems == ()


def test_free_fonts_stand_in_and_are_named():
    report = fonts.report(FREE)
    assert dict(report.substitutions)["仿宋"] == "FandolFang"
    assert "小标宋以Noto Serif CJK SC代替" in report.note
    assert report.problems == ()


def test_a_stand_in_for_xiaobiaosong_is_bold():
    assert fonts.report(FREE).by_role["xiaobiaosong"].weight == "bold"
    assert fonts.report((*FREE, *LICENSED)).by_role["xiaobiaosong"].weight == "normal"


@pytest.mark.parametrize("role", [role.key for role in fonts.ROLES])
def test_every_chain_ends_in_the_fonts_of_rare_characters(role):
    families = fonts.report((*FREE, *LICENSED)).by_role[role].families
    assert families[-1] == "HanaMinB"
    assert len(families) == len(set(families))


def test_a_machine_without_fonts_is_told():
    problems = fonts.report(()).problems
    assert "没有可用的仿宋字体，请运行 scripts/fonts.sh。" in problems
    assert any("HanaMinB" in problem for problem in problems)


def test_deployment_check_repeats_it(monkeypatch):
    monkeypatch.setattr(fonts, "installed_fonts", dict)
    found = checks.fonts_of_documents()
    assert {item.id for item in found} == {"core.W001"}


def test_without_fontconfig_the_free_fonts_are_trusted(monkeypatch):
    def fail(*args, **options):
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", fail)
    fonts.installed_fonts.cache_clear()
    try:
        report = fonts.report()
    finally:
        fonts.installed_fonts.cache_clear()
    assert report.by_role["fangsong"].family == "FandolFang"


def test_css_value_quotes_the_families():
    value = fonts.report(FREE).by_role["fangsong"].css_families
    assert value == '"FandolFang", "Noto Serif CJK SC", "HanaMinA", "HanaMinB", serif'


def test_without_font_files_no_character_counts_as_missing(monkeypatch):
    monkeypatch.setattr(faces, "_chain", lambda role: ())
    faces.width.cache_clear()
    try:
        assert faces.missing("信访A𠮷") == ""
        assert faces.width("信", "fangsong") == 1.0
    finally:
        faces.width.cache_clear()

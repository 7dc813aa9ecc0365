"""What the documents say is what the code does."""

import re
import subprocess
import sys

from celery import current_app
from django.apps import apps
from django.core.management import get_commands
from django.utils import translation

from config.schedule import BEAT_SCHEDULE
from core import navigation
from petitions.domain.workflow import ACTS
from reporting.demo.accounts import PASSWORD, SHOWN
from tests.architecture.source import APPS, ROOT, product_modules, require_none

READMES = ("README.md", "README.zh-CN.md")


def test_the_glossary_lists_every_model_and_value():
    done = subprocess.run(
        [sys.executable, "scripts/glossary.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_names_every_setting_from_the_environment():
    read = re.compile(r"env\.\w+\(\s*\"([A-Z_]+)\"|environ(?:\.get\(|\[)\"([A-Z_]+)\"")
    named = (ROOT / "README.md").read_text()
    wrong = [
        name
        for path in product_modules()
        if path.parts[-2:] != ("settings", "test.py")
        for match in read.finditer(path.read_text())
        if (name := match.group(1) or match.group(2)) not in named
        and name not in {"DJANGO_SETTINGS_MODULE", "DEBUG", "PETITION_FIELD_KEY_NEW"}
    ]
    require_none(wrong)


def test_every_command_a_document_names_exists():
    known = set(get_commands())
    wrong = [
        f"{path.name}: {name}"
        for path in (*(ROOT / name for name in READMES), ROOT / "docs" / "runbook.md")
        for name in re.findall(r"manage\.py ([a-z_]+)", path.read_text())
        if name not in known
    ]
    require_none(wrong)


def test_the_guide_names_every_act_and_every_entry_of_the_menu():
    guide = "".join(path.read_text() for path in (ROOT / "docs" / "guide" / "zh").glob("*.md"))
    acts = {act.name_zh for act in ACTS.values()}
    with translation.override("zh-hans"):
        entries = {str(entry.label) for entry in navigation._ENTRIES.values()}
    require_none(sorted(name for name in acts | entries if name not in guide))


def test_every_target_a_document_names_exists():
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    wrong = [
        f"{path.name}: make {name}"
        for path in (*(ROOT / name for name in READMES), *ROOT.glob("docs/*.md"))
        for name in re.findall(r"(?:`|^)(?:[A-Z_]+=\S+ )*make ([a-z-]+)", path.read_text(), re.M)
        if name not in known
    ]
    require_none(wrong)


def test_every_link_between_documents_leads_somewhere():
    wrong = [
        f"{path.name}: {target}"
        for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text())
        if not (path.parent / target).exists()
    ]
    require_none(wrong)


def test_every_periodic_job_is_a_task_that_workers_know():
    current_app.loader.import_default_modules()
    tasks = {entry["task"] for entry in BEAT_SCHEDULE.values()}
    assert tasks - set(current_app.tasks) == set()


def test_every_app_is_described_in_the_readme():
    for name in APPS:
        assert apps.is_installed(name)
        assert f"`{name}`" in (ROOT / "README.md").read_text()


def test_the_readmes_show_the_log_ins_of_the_demonstration_county():
    for name in READMES:
        text = (ROOT / name).read_text()
        assert f"`{PASSWORD}`" in text
        missing = [username for username, _ in SHOWN if f"`{username}`" not in text]
        assert missing == [], name

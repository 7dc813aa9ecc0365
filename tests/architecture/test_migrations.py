"""Migrations run for ever on both engines, whatever becomes of today's code."""

import sys

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.architecture.source import APPS, ROOT, imports, name_of, require_none

FILES = [
    path
    for app in APPS
    for path in sorted((ROOT / app / "migrations").glob("*.py"))
    if path.name != "__init__.py"
]


def test_migrations_import_no_code_of_the_product_and_no_engine():
    wrong = [
        f"{name_of(path)}: {module}"
        for path in FILES
        for module in imports(path)
        if module.partition(".")[0] not in {"django", *sys.stdlib_module_names}
        or "contrib.postgres" in module
        or "db.backends" in module
    ]
    require_none(wrong)


def test_models_use_no_engine_of_their_own():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if type(field).__module__.startswith("django.contrib.postgres")
    ]
    require_none(wrong)


def test_each_app_has_one_last_migration():
    graph = MigrationLoader(None).graph
    leaves = {app: [name for _, name in graph.leaf_nodes(app)] for app in APPS}
    assert {app: names for app, names in leaves.items() if len(names) != 1} == {}


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_database_of_this_run_was_migrated_to_the_end():
    loader = MigrationLoader(connection)
    assert set(loader.graph.nodes) - set(loader.applied_migrations) == set()

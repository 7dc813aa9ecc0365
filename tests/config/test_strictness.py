"""The suite's own strictness: what must fail, fails."""

import warnings

import pytest
from django.core.paginator import Paginator, UnorderedObjectListWarning
from django.db import connection
from django.template import Context, engines
from django.template.base import Origin

from config.strict_templates import UndefinedTemplateVariableError
from core.models import AuditEntry


@pytest.fixture
def render(settings):
    """Render a template text as if it were a file of this product."""

    def run(text: str, **context) -> str:
        template = engines["django"].from_string(text).template
        origin = Origin(name=str(settings.BASE_DIR / "templates" / "made_up.html"))
        for node in template.nodelist.get_nodes_by_type(object):
            node.origin = origin
        return template.render(Context(context))

    return run


@pytest.mark.parametrize(
    "text",
    [
        "{{ misspelt }}",
        "{{ unit.misspelt }}",
        "{{ misspelt|upper }}",
        "{% for row in misspelt %}{% endfor %}",
    ],
)
def test_an_unknown_variable_fails(render, text):
    with pytest.raises(UndefinedTemplateVariableError, match="misspelt"):
        render(text, unit={"name": "清河镇"})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ misspelt|default:'—' }}", "—"),
        ("{% if misspelt %}yes{% endif %}", ""),
        ("{{ unit.name }}", "清河镇"),
    ],
)
def test_an_optional_variable_said_aloud_passes(render, text, shown):
    assert render(text, unit={"name": "清河镇"}) == shown


def test_templates_of_other_packages_keep_their_ways():
    assert engines["django"].from_string("[{{ misspelt }}]").render({}) == "[]"


def test_warnings_are_errors():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.django_db
def test_paging_without_an_order_fails():
    with pytest.raises(UnorderedObjectListWarning):
        Paginator(AuditEntry.objects.order_by(), 10)


@pytest.mark.django_db
def test_sqlite_takes_its_write_lock_at_the_start_and_keeps_foreign_keys():
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)

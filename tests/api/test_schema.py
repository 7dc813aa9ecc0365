"""The description of the API is kept beside the code and is what the code serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

pytestmark = pytest.mark.django_db


def test_the_snapshot_is_current(root: Path):
    schema = SchemaGenerator().get_schema(request=None, public=True)
    served = OpenApiYamlRenderer().render(schema, renderer_context={}).decode()
    kept = (root / "docs/openapi.yaml").read_text(encoding="utf-8")
    assert kept == served, "docs/openapi.yaml is not what the code serves: make openapi"

"""Reference data every county starts from."""

from __future__ import annotations

from django.db import transaction

from petitions.domain.content_classes import CONTENT_CLASSES
from petitions.models import ContentClass


@transaction.atomic
def load_content_classes() -> int:
    """Write the classes of contents (内容分类) that are missing; returns how many were written.

    A class that exists keeps its name and its place: a county may have changed them.
    """
    known = dict(ContentClass.objects.values_list("code", "pk"))
    written = 0
    for item in CONTENT_CLASSES:
        if item.code in known:
            continue
        row = ContentClass.objects.create(
            code=item.code, name=item.name, parent_id=known.get(item.parent)
        )
        known[item.code] = row.pk
        written += 1
    return written

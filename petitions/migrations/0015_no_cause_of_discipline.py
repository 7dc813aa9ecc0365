"""A cause told the unit concerned that its matter had been passed on to a discipline organ (条例第三十条): it goes, or ends."""

from datetime import timedelta

from django.db import migrations
from django.db.models import Exists, OuterRef
from django.utils import timezone

CODE, NAME = "0305", "涉嫌违纪违法已移送"


def end(apps, schema_editor):
    causes = apps.get_model("petitions", "Cause").objects.filter(code=CODE, name=NAME)
    used = Exists(apps.get_model("petitions", "CaseCause").objects.filter(cause=OuterRef("pk")))
    causes.filter(~used).delete()
    causes.filter(valid_to__isnull=True).update(valid_to=timezone.localdate() - timedelta(days=1))


class Migration(migrations.Migration):
    dependencies = [("petitions", "0014_causes")]
    operations = [migrations.RunPython(end, migrations.RunPython.noop)]

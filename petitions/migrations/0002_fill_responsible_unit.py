"""A matter not yet sent on is answered for by the unit that received it."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    """Name the receiving unit where no unit was named."""
    cases = apps.get_model("petitions", "Case").objects
    cases.filter(responsible_unit__isnull=True).update(responsible_unit=F("receiving_unit"))


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

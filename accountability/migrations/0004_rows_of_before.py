"""Rows of an installation that ran before these duties existed; apart, as PostgreSQL alters no table just written."""

from django.db import migrations
from django.db.models import F
from django.utils import timezone

CHUNK = 500


def first_contacts(apps, schema_editor):
    """Matters registered before first contact had a record of its own: their officer holds it since registration."""
    Case = apps.get_model("petitions", "Case")
    Duty = apps.get_model("accountability", "FirstContactDuty")
    rows = Case.objects.order_by("pk").values_list(
        "pk", "first_contact_id", "first_contact_unit_id", "registered_at"
    )
    made = []
    for case_id, holder_id, unit_id, at in rows.iterator(chunk_size=CHUNK):
        made.append(Duty(case_id=case_id, holder_id=holder_id, unit_id=unit_id, began_at=at))
        if len(made) == CHUNK:
            Duty.objects.bulk_create(made)
            made = []
    Duty.objects.bulk_create(made)


def minutes_of_talks(apps, schema_editor):
    """Talks held so far keep the note that recorded them as their minutes."""
    Talk = apps.get_model("accountability", "Talk")
    Log = apps.get_model("core", "TransitionLog")
    logs = Log.objects.filter(model="accountability.talkproposal")
    for talk in Talk.objects.filter(status="held").order_by("pk"):
        log = logs.filter(object_id=talk.pk).order_by("-at").first()
        talk.minutes = (log.reason if log else "") or talk.reason
        talk.held_on = timezone.localdate(log.at if log else talk.proposed_at)
        talk.save()
    logs.update(model="accountability.talk")


def approved_rule_sets(apps, schema_editor):
    """What was approved before versions had a status."""
    rule_sets = apps.get_model("accountability", "RuleSet").objects
    rule_sets.filter(approved_at__isnull=False).update(status="approved")


def carried_notices(apps, schema_editor):
    """Notices from before digests were mailed when they were written; no digest takes them along again."""
    notices = apps.get_model("accountability", "Notice").objects
    notices.filter(carried_at__isnull=True).update(carried_at=F("at"))


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("accountability", "0003_duties_and_supervision"),
        ("core", "0001_initial"),
        ("petitions", "0005_statutory_life"),
    ]

    operations = [
        migrations.RunPython(first_contacts, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(minutes_of_talks, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(approved_rule_sets, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(carried_notices, migrations.RunPython.noop, elidable=True),
    ]

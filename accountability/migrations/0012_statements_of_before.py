"""What was said so far becomes rows, under the name of who entered it; apart, as PostgreSQL alters no table just written."""

from django.db import migrations
from django.db.models import F


def statements(apps, schema_editor):
    """One row for each person who was heard; the log says who entered it."""
    Person = apps.get_model("accountability", "InquiryPerson")
    Statement = apps.get_model("accountability", "InquiryStatement")
    Entry = apps.get_model("core", "AuditEntry")
    heard = Person.objects.filter(stated_at__isnull=False).select_related("user", "inquiry").order_by("pk")
    for person in heard.iterator(chunk_size=500):
        logged = Entry.objects.filter(
            chain=f"inquiry:{person.inquiry_id}",
            verb="inquiry.state",
            data__user=person.user.username,
        )
        last = logged.order_by("-seq").first()
        Statement.objects.create(
            person=person,
            kind="waived" if person.waived else "said",
            text=person.statement,
            by_person=bool(last and last.data.get("by_person")),
            entered_by_id=(last and last.actor_id) or person.inquiry.opened_by_id,
            entered_at=person.stated_at,
        )


def told(apps, schema_editor):
    """Evidence taken before those named were told was part of what they were told."""
    Evidence = apps.get_model("accountability", "InquiryEvidence")
    told_already = Evidence.objects.filter(inquiry__told_at__gte=F("taken_at")).select_related("inquiry")
    for row in told_already.order_by("pk").iterator(chunk_size=500):
        row.told_at = row.inquiry.told_at
        row.save(update_fields=["told_at"])


class Migration(migrations.Migration):
    """Data only; nothing is undone, as the rows say more than the columns did."""

    dependencies = [("accountability", "0011_inquiry_words"), ("core", "0001_initial")]

    operations = [
        migrations.RunPython(statements, migrations.RunPython.noop),
        migrations.RunPython(told, migrations.RunPython.noop),
    ]

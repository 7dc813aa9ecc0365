"""A row for each recipient of the urgent reports on file."""

from django.db import migrations


def to_rows(apps, schema_editor):
    """A row for each recipient of the reports on file; how they were sent was not kept."""
    reports = apps.get_model("petitions", "UrgentReport").objects.order_by("pk")
    deliveries = apps.get_model("petitions", "UrgentDelivery").objects
    for report in reports.iterator():
        for code in report.recipients:
            deliveries.create(
                report=report,
                recipient=code,
                organ="未记录" if code == "department" else "",
                means="other",
                sent_at=report.reported_at,
                by_id=report.by_id,
            )


def to_list(apps, schema_editor):
    """The codes of the recipients, as before."""
    for report in apps.get_model("petitions", "UrgentReport").objects.iterator():
        report.recipients = list(
            report.deliveries.order_by("pk").values_list("recipient", flat=True)
        )
        report.save(update_fields=["recipients"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("petitions", "0009_guides_prints_and_rounds")]

    operations = [migrations.RunPython(to_rows, to_list)]

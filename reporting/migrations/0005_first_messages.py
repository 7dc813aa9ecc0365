"""Bulletins sent so far get the first message of each delivery as a row of its own."""

from django.db import migrations


def number_first_messages(apps, schema_editor):
    Delivery = apps.get_model("reporting", "Delivery")
    DeliveryMessage = apps.get_model("reporting", "DeliveryMessage")
    known = DeliveryMessage.objects.values("delivery_id")
    sent = Delivery.objects.filter(mail__isnull=False).exclude(pk__in=known).order_by("pk")
    rows = [
        DeliveryMessage(delivery_id=pk, number=1, mail_id=mail_id, at=created_at)
        for pk, mail_id, created_at in sent.values_list("pk", "mail_id", "created_at")
    ]
    DeliveryMessage.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_deliveries_with_receipts")]
    operations = [migrations.RunPython(number_first_messages, migrations.RunPython.noop)]

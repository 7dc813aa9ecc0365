from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the copying before it: PostgreSQL alters no table with rows written in the same transaction."""

    dependencies = [
        ("petitions", "0010_rows_of_urgent_recipients"),
    ]

    operations = [
        migrations.RemoveField(model_name="urgentreport", name="recipients"),
    ]

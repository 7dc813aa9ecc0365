from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0015_no_cause_of_discipline'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['served_on', 'kind'], name='document_served'),
        ),
    ]

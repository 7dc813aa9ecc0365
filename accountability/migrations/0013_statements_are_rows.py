"""The columns that one statement replaced another in are gone."""

from django.db import migrations


class Migration(migrations.Migration):
    """After the rows were copied."""

    dependencies = [("accountability", "0012_statements_of_before")]

    operations = [
        migrations.RemoveConstraint(
            model_name='inquiryperson',
            name='inquiry_statement_has_words',
        ),
        migrations.RemoveField(
            model_name='inquiryperson',
            name='stated_at',
        ),
        migrations.RemoveField(
            model_name='inquiryperson',
            name='statement',
        ),
        migrations.RemoveField(
            model_name='inquiryperson',
            name='waived',
        ),
    ]

"""What the rows of before must obey as well, now that they are filled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('accountability', '0004_rows_of_before'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', False), ('status', 'approved'), ('valid_from__isnull', False)), models.Q(models.Q(('status', 'approved'), _negated=True), ('approved_at__isnull', True), ('valid_from__isnull', True)), _connector='OR'), name='rule_set_approved_iff_dated', violation_error_message='批准与生效日期须同时具备。'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('created_by__isnull', True), models.Q(('approved_by', models.F('created_by')), _negated=True), _connector='OR'), name='rule_set_approved_by_another', violation_error_message='起草人不能批准自己起草的考核办法。'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('countersigned_at__isnull', True), ('countersigned_by__isnull', True)), models.Q(('countersigned_at__isnull', False), ('countersigned_by__isnull', False), models.Q(('created_by__isnull', True), models.Q(('countersigned_by', models.F('created_by')), _negated=True), _connector='OR'), models.Q(('approved_by__isnull', True), models.Q(('countersigned_by', models.F('approved_by')), _negated=True), _connector='OR')), _connector='OR'), name='rule_set_countersigned_by_another', violation_error_message='会签人须是起草人、批准人以外的人。'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', True)), _connector='OR'), name='rule_set_withdrawn_iff_dated'),
        ),
        migrations.AddConstraint(
            model_name='talk',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['held', 'closed']), _negated=True), models.Q(('held_on__isnull', False), models.Q(('minutes', ''), _negated=True)), _connector='OR'), name='talk_held_has_minutes', violation_error_message='谈话须有日期和记录。'),
        ),
    ]

"""Guides of other procedures, printed case files, denied repeats, urgent reports by recipient, rounds of review."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('organizations', '0002_must_change_password'),
        ('petitions', '0008_frozen_letters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='agreement',
            options={'ordering': ['case_id', 'agreed_on', 'id'], 'verbose_name': '调解和解协议', 'verbose_name_plural': '调解和解协议'},
        ),
        migrations.AlterModelOptions(
            name='attachment',
            options={'ordering': ['case_id', 'id'], 'verbose_name': '附件', 'verbose_name_plural': '附件'},
        ),
        migrations.AlterModelOptions(
            name='casenote',
            options={'ordering': ['case_id', 'on', 'id'], 'verbose_name': '办理记录', 'verbose_name_plural': '办理记录'},
        ),
        migrations.AlterModelOptions(
            name='claim',
            options={'ordering': ['case_id', 'order'], 'verbose_name': '诉求', 'verbose_name_plural': '诉求'},
        ),
        migrations.AlterModelOptions(
            name='clock',
            options={'ordering': ['case_id', 'started_on', 'id'], 'verbose_name': '期限', 'verbose_name_plural': '期限'},
        ),
        migrations.AlterModelOptions(
            name='clockpause',
            options={'ordering': ['clock_id', 'starts_on'], 'verbose_name': '期限中止', 'verbose_name_plural': '期限中止'},
        ),
        migrations.AlterModelOptions(
            name='cohandling',
            options={'ordering': ['case_id', 'due_on', 'id'], 'verbose_name': '协办', 'verbose_name_plural': '协办'},
        ),
        migrations.AlterModelOptions(
            name='competencedispute',
            options={'ordering': ['case_id', 'raised_at', 'id'], 'verbose_name': '受理争议', 'verbose_name_plural': '受理争议'},
        ),
        migrations.AlterModelOptions(
            name='dispatch',
            options={'ordering': ['case_id', 'sent_at', 'id'], 'verbose_name': '转送交办', 'verbose_name_plural': '转送交办'},
        ),
        migrations.AlterModelOptions(
            name='document',
            options={'ordering': ['case_id', 'issued_on', 'id'], 'verbose_name': '文书', 'verbose_name_plural': '文书'},
        ),
        migrations.AlterModelOptions(
            name='evaluation',
            options={'ordering': ['case_id', 'target'], 'verbose_name': '满意度评价', 'verbose_name_plural': '满意度评价'},
        ),
        migrations.AlterModelOptions(
            name='hearing',
            options={'ordering': ['case_id', 'starts_on', 'id'], 'verbose_name': '听证', 'verbose_name_plural': '听证'},
        ),
        migrations.AlterModelOptions(
            name='importrow',
            options={'ordering': ['batch_id', 'row_number'], 'verbose_name': '导入行', 'verbose_name_plural': '导入行'},
        ),
        migrations.AlterModelOptions(
            name='participant',
            options={'ordering': ['case_id', 'order'], 'verbose_name': '参与人', 'verbose_name_plural': '参与人'},
        ),
        migrations.AlterModelOptions(
            name='recusal',
            options={'ordering': ['case_id', 'asked_at', 'id'], 'verbose_name': '回避', 'verbose_name_plural': '回避'},
        ),
        migrations.AlterModelOptions(
            name='responsibilitychange',
            options={'ordering': ['case_id', 'at', 'id'], 'verbose_name': '责任变更', 'verbose_name_plural': '责任变更'},
        ),
        migrations.AlterModelOptions(
            name='review',
            options={'ordering': ['case_id', 'requested_on', 'id'], 'verbose_name': '复查复核', 'verbose_name_plural': '复查复核'},
        ),
        migrations.AlterModelOptions(
            name='serviceproof',
            options={'ordering': ['document_id', 'on', 'id'], 'verbose_name': '送达回证', 'verbose_name_plural': '送达回证'},
        ),
        migrations.AlterModelOptions(
            name='urgentreport',
            options={'ordering': ['case_id', 'reported_at', 'id'], 'verbose_name': '重大紧急报告', 'verbose_name_plural': '重大紧急报告'},
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='review_once_per_level',
        ),
        migrations.AddField(
            model_name='referral',
            name='procedure',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='程序名称'),
        ),
        migrations.AddField(
            model_name='review',
            name='round',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='第几次处理意见'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['open', 'decided'])), fields=('case', 'level', 'round'), name='review_once_per_level', violation_error_message='同一信访事项每一级只复查（复核）一次。'),
        ),
        migrations.CreateModel(
            name='CaseFilePrint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='申请时间')),
                ('state', models.CharField(choices=[('queued', '排队中'), ('done', '已完成'), ('failed', '失败'), ('removed', '已清除')], default='queued', max_length=10, verbose_name='状态')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('file', models.FileField(blank=True, max_length=200, upload_to='case-files/%Y/%m/', verbose_name='文件')),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='页数')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='问题')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prints', to='petitions.case', verbose_name='信访事项')),
            ],
            options={
                'verbose_name': '卷宗打印',
                'verbose_name_plural': '卷宗打印',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['state', 'ended_at'], name='print_state_ended')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'queued')), fields=('case', 'by'), name='print_one_queued_per_person', violation_error_message='该卷宗正在生成。'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'queued')), models.Q(models.Q(('state', 'queued'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='print_ended_iff_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), models.Q(('file', ''), _negated=True), models.Q(('sha256', ''), _negated=True), ('pages__isnull', False)), models.Q(models.Q(('state', 'done'), _negated=True), ('file', '')), _connector='OR'), name='print_done_iff_file')],
            },
        ),
        migrations.CreateModel(
            name='ProcedureGuide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='代码')),
                ('route', models.CharField(choices=[('1', '诉讼、复议、刑事立案、法律监督等政法程序'), ('2', '仲裁'), ('3', '党员申诉、申请复审'), ('4', '行政复议、裁决、确认、许可、处罚等行政程序'), ('5', '查处违法行为、履行法定职责'), ('6', '出具信访处理意见书')], max_length=1, verbose_name='途径')),
                ('name', models.CharField(max_length=60, verbose_name='程序名称')),
                ('organ', models.CharField(max_length=120, verbose_name='受理机关')),
                ('basis', models.CharField(max_length=300, verbose_name='依据')),
                ('limit', models.CharField(max_length=200, verbose_name='一般期限')),
                ('text', models.TextField(verbose_name='释法说明')),
                ('is_active', models.BooleanField(default=True, verbose_name='使用')),
                ('valid_from', models.DateField(verbose_name='生效日期')),
                ('set_at', models.DateTimeField(verbose_name='制定时间')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制定人')),
            ],
            options={
                'verbose_name': '法定程序指引',
                'verbose_name_plural': '法定程序指引',
                'ordering': ['code', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='procedure_guide_version', violation_error_message='该指引已有同日生效的版本。'), models.CheckConstraint(condition=models.Q(('route__in', ['1', '2', '3', '4', '5'])), name='procedure_guide_route')],
            },
        ),
        migrations.CreateModel(
            name='RepeatDenial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='认定时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='认定人')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='repeat_denials', to='petitions.case', verbose_name='信访事项')),
                ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='petitions.case', verbose_name='前件')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
            ],
            options={
                'verbose_name': '非重复认定',
                'verbose_name_plural': '非重复认定',
                'ordering': ['case', 'at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('case', 'earlier'), name='repeat_denial_once', violation_error_message='已认定不是重复信访。'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='repeat_denial_withdrawal_all_or_nothing'), models.CheckConstraint(condition=models.Q(('case', models.F('earlier')), _negated=True), name='repeat_denial_not_of_itself')],
            },
        ),
        migrations.CreateModel(
            name='UrgentDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(choices=[('party_government', '本级党委和政府'), ('department', '相关主管部门'), ('joint_meeting_office', '本级信访工作联席会议办公室'), ('superior_office', '上一级信访部门'), ('national', '国家信访局')], db_index=True, max_length=24, verbose_name='报告对象')),
                ('organ', models.CharField(blank=True, max_length=80, verbose_name='具体单位')),
                ('means', models.CharField(choices=[('phone', '电话'), ('person', '当面'), ('document', '书面'), ('system', '信访信息系统、电子公文'), ('fax', '传真'), ('other', '其他')], max_length=10, verbose_name='报告方式')),
                ('sent_at', models.DateTimeField(verbose_name='报告时间')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='签收时间')),
                ('receiver', models.CharField(blank=True, max_length=60, verbose_name='签收人')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='签收意见')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报告人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='petitions.urgentreport', verbose_name='重大紧急报告')),
            ],
            options={
                'verbose_name': '重大紧急报告送达',
                'verbose_name_plural': '重大紧急报告送达',
                'ordering': ['report', 'id'],
                'constraints': [models.UniqueConstraint(fields=('report', 'recipient'), name='urgent_delivery_once', violation_error_message='同一报告对同一对象只登记一次。'), models.CheckConstraint(condition=models.Q(models.Q(('recipient', 'department'), _negated=True), models.Q(('organ', ''), _negated=True), _connector='OR'), name='urgent_delivery_names_department', violation_error_message='请写明主管部门的名称。'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at__isnull', True), ('receiver', '')), models.Q(('acknowledged_at__isnull', False), models.Q(('receiver', ''), _negated=True)), _connector='OR'), name='urgent_receipt_all_or_nothing', violation_error_message='签收时间与签收人须同时填写。'), models.CheckConstraint(condition=models.Q(('acknowledged_at__isnull', True), ('acknowledged_at__gte', models.F('sent_at')), _connector='OR'), name='urgent_receipt_after_report', violation_error_message='签收时间不能早于报告时间。')],
            },
        ),
    ]

"""Forms of the work calendar and the settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput
from organizations.domain.numbers import NumberSpec

WORDS = {
    "collective_threshold": _("集体访人数下限"),
    "representatives_max": _("集体访代表人数上限"),
    "clock.roll_over": _("期限届满遇节假日顺延"),
    "import.same_matter": _("导入时视为同一事项的文字相似度"),
    "repeat.alike": _("提示重复信访的诉求文本相似度"),
    "evaluation_days": _("满意度评价开放天数（自答复送达之日起）"),
    "case_file.days": _("已生成的卷宗文件保留天数"),
    "hollow.min_length": _("答复内容过短的字数界限"),
    "first_resolution.window": _("首办化解的观察期（天）"),
    "score.objection_days": _("单位对扣分提出异议的工作日数（0为不设）"),
    "inquiry.hearing_days": _("责任追究陈述申辩的期限（工作日）"),
    "talk.worst": _("每期列为末位的单位数"),
    "talk.consecutive": _("连续几期末位提请谈话"),
    "supervision.delay_days": _("法定期限逾期多少天提出督办"),
    "supervision.execution_days": _("处理意见逾期未执行多少天提出督办"),
    "supervision.refusals": _("异议不成立、争议败诉几次视为推诿"),
    "supervision.window_days": _("督办事由的回溯期（天）"),
    "supervision.entry_days": _("日期录入可以迟几天（天）"),
    "supervision.answer_days": _("督办答复期限（工作日）"),
    "suggestion.feedback_days": _("三项建议书面反馈期限（天）"),
    "escalation.read_days": _("升级督办应当签阅的工作日数"),
    "escalation.hold_days": _("督查决定降级后最多几天不再升级"),
    "digest.at": _("每日提醒汇总的发送时刻"),
    "quiet.from": _("短信、邮件提醒的静默开始时刻"),
    "quiet.to": _("短信、邮件提醒的静默结束时刻"),
    "leader_case.county_first": _("难案要案先由县领导包案"),
    "bulletin.threshold": _("通报点名的起数下限（每月）"),
    "bulletin.threshold_high": _("通报点名的较高起数（每月）"),
    "annual.organ_minimum": _("年度报告列名单位的起数下限（全年，不得低于5起）"),
    "leader_case.plan_days": _("包案后制定方案的期限（天）"),
    "delivery.county_principals": _("月通报发送县委、县政府主要领导"),
    "delivery.county_deputies": _("月通报发送其他县领导"),
    "delivery.secretaries": _("月通报发送秘书长、两办主任"),
    "delivery.township_heads": _("月通报发送乡镇（街道）主要领导"),
    "delivery.township_deputies": _("月通报发送乡镇（街道）分管领导"),
    "delivery.department_heads": _("月通报发送县直部门主要领导"),
    "delivery.department_deputies": _("月通报发送县直部门分管领导"),
    "delivery.link_days": _("月通报签收链接的有效天数"),
    "delivery.remind_days": _("月通报未签收，每隔几个工作日提醒"),
    "delivery.remind_times": _("月通报未签收，最多提醒几次（0为不提醒）"),
}


def setting_label(code: str) -> Any:
    """What the screen calls a setting."""
    return WORDS.get(code, code)


class CalendarImportForm(forms.Form):
    """A file of days off and make-up days."""

    file = forms.FileField(
        label=_("日历文件"),
        help_text=_(".csv 或 .xlsx，三列：日期、性质（放假或上班）、名称；文件所含年度整年替换。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("例如：国务院办公厅通知的名称和文号。")
    )


class NumberForm(forms.Form):
    """A new value of a setting."""

    value = forms.CharField(label=_("新值"), max_length=100)
    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput)
    basis = forms.CharField(label=_("依据"), max_length=200)

    def __init__(self, *args: Any, spec: NumberSpec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if spec.kind == "boolean":
            self.fields["value"] = forms.ChoiceField(
                label=_("新值"), choices=[("true", _("是")), ("false", _("否"))]
            )
        else:
            bounds = {"low": spec.low, "high": spec.high}
            clock = _("时刻，如 08:00；%(low)s 时至 %(high)s 时之间。") % bounds
            percent = _("百分比，%(low)s 至 %(high)s 的整数。") % bounds
            number = _("%(low)s 至 %(high)s 的整数。") % bounds
            words = {"percent": percent, "time": clock}
            self.fields["value"].help_text = words.get(spec.kind, number)

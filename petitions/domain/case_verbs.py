"""What the entries of a matter's log are called on a screen; the log itself keeps the short English verb."""

from collections.abc import Mapping
from types import MappingProxyType

from core.domain.words import words as _
from petitions.domain.workflow import ACTS

_BESIDE_THE_ACTS: Mapping[str, str] = MappingProxyType(
    {
        "case.add_people": _("登记信访人"),
        "case.ask_recusal": _("申请回避"),
        "case.attach": _("上传附件"),
        "case.co_handled": _("协办答复"),
        "case.correct_letter": _("更正文书"),
        "case.deny_repeat": _("认定不是重复信访"),
        "case.escalate": _("升级督办"),
        "case.evaluate": _("登记评价"),
        "case.first_contact": _("变更首接责任人"),
        "case.identity": _("补充信访人身份信息"),
        "case.import": _("导入登记"),
        "case.leader": _("变更包案领导"),
        "case.level": _("变更督办级别"),
        "case.lower_level": _("降低督办级别"),
        "case.merged_here": _("并入其他信访件"),
        "case.open_hearing": _("举行听证"),
        "case.order_file": _("申请制作案卷"),
        "case.place": _("确定属地"),
        "case.print_file": _("打印案卷"),
        "case.register": _("登记"),
        "case.remove_person": _("移除信访人"),
        "case.set_role": _("变更信访人身份"),
        "case.split_from": _("由其他信访件分出"),
        "case.succession": _("机构变动后承接"),
        "case.unit": _("变更责任单位"),
        "case.withdraw_denial": _("撤销“不是重复信访”的认定"),
        "clock.move": _("收到日期更正，重新计算期限"),
        "clock.recount": _("重新计算期限"),
        "review.dismiss": _("不予受理复查复核"),
        # written into the same log by the duties built upon matters
        "escalation.acknowledge": _("升级督办签阅"),
        "escalation.hand_over": _("升级督办转由他人签阅"),
        "first_contact.accept": _("接收首接责任"),
        "first_contact.decline": _("拒收首接责任"),
        "first_contact.offer": _("移交首接责任"),
        "first_contact.withdraw": _("撤回首接责任移交"),
        "instruction.give": _("批示"),
        "instruction.feedback": _("反馈批示办理情况"),
        "instruction.returned": _("批示退回补办"),
        "instruction.passed_on": _("转交批示"),
        "instruction.done": _("批示确认办结"),
    }
)


def verb_name(verb: str) -> str:
    """The Chinese name of a verb of a matter's log; the verb itself when it has none."""
    if name := _BESIDE_THE_ACTS.get(verb):
        return name
    act = ACTS.get(verb.removeprefix("case."))
    return act.name_zh if act is not None and verb.startswith("case.") else verb

"""What the entries of a matter's log are called on a screen; the log itself keeps the short English verb."""

from collections.abc import Mapping
from types import MappingProxyType

from petitions.domain.workflow import ACTS

_BESIDE_THE_ACTS: Mapping[str, str] = MappingProxyType(
    {
        "case.add_people": "登记信访人",
        "case.ask_recusal": "申请回避",
        "case.attach": "上传附件",
        "case.co_handled": "协办答复",
        "case.correct_letter": "更正文书",
        "case.deny_repeat": "认定不是重复信访",
        "case.escalate": "升级督办",
        "case.evaluate": "登记评价",
        "case.first_contact": "变更首接责任人",
        "case.identity": "补充信访人身份信息",
        "case.import": "导入登记",
        "case.leader": "变更包案领导",
        "case.level": "变更督办级别",
        "case.lower_level": "降低督办级别",
        "case.merged_here": "并入其他信访件",
        "case.open_hearing": "举行听证",
        "case.order_file": "申请制作案卷",
        "case.place": "确定属地",
        "case.print_file": "打印案卷",
        "case.register": "登记",
        "case.remove_person": "移除信访人",
        "case.set_role": "变更信访人身份",
        "case.split_from": "由其他信访件分出",
        "case.succession": "机构变动后承接",
        "case.unit": "变更责任单位",
        "case.withdraw_denial": "撤销“不是重复信访”的认定",
        "clock.recount": "重新计算期限",
        "review.dismiss": "不予受理复查复核",
        # written into the same log by the duties built upon matters
        "escalation.acknowledge": "升级督办签阅",
        "escalation.hand_over": "升级督办转由他人签阅",
        "first_contact.accept": "接收首接责任",
        "first_contact.decline": "拒收首接责任",
        "first_contact.offer": "移交首接责任",
        "first_contact.withdraw": "撤回首接责任移交",
        "instruction.give": "批示",
        "instruction.feedback": "反馈批示办理情况",
        "instruction.returned": "批示退回补办",
        "instruction.passed_on": "转交批示",
        "instruction.done": "批示确认办结",
    }
)


def verb_name(verb: str) -> str:
    """The Chinese name of a verb of a matter's log; the verb itself when it has none."""
    if name := _BESIDE_THE_ACTS.get(verb):
        return name
    act = ACTS.get(verb.removeprefix("case."))
    return act.name_zh if act is not None and verb.startswith("case.") else verb

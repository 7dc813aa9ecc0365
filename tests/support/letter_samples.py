"""One letter of every kind in the worst shape a county meets: a long claim, rare characters, thirty petitioners."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from petitions.domain import letter_texts, letters, organ_letters, remedy_texts
from petitions.domain.default_guides import DEFAULT_GUIDES
from petitions.domain.letter_texts import LetterFacts
from petitions.domain.letters import KINDS, LetterPaper
from petitions.services.letters import lookup_image

DAY = date(2026, 3, 9)
NUMBER = "990101202610000011"
TITLE = (
    "请求解决云河县柳河镇东桥村二组至六组村民承包地被占用修建县道三十号公路改线工程后青苗、附着物、林木和坟墓迁移补偿款自二〇二四年"
    "十月以来一年零五个月没有兑付、临时用地到期没有复垦、施工车辆压坏村内道路和灌溉渠道、雨季房屋进水开裂四十三户没有鉴定修缮，"
    "并请求公开征收批准文件、补偿标准、分户清单、资金拨付凭证，明确责任单位、责任人和完成时限，妥善安排被占地农户社会保障和"
    "就业，答复时请逐项说明"
)
PEOPLE = tuple(
    (f"{('䶮', '𬱖', '欧阳', '㛃', '阿卜杜拉·')[at % 5]}{'甲乙丙丁戊己庚辛壬癸'[at % 10]}明", role)
    for at, role in enumerate(["主访人", *["代表"] * 4, *["联名人"] * 25])
)
FACTS = LetterFacts(
    names=tuple(name for name, _role in PEOPLE),
    head_count=len(PEOPLE),
    form="来信",
    title=TITLE,
    number=NUMBER,
    received_on=date(2026, 3, 2),
    unit="云河县柳河镇人民政府",
    today=DAY,
    sender="中共云河县委云河县人民政府信访局",
    sent_on=date(2026, 3, 3),
    contact="赵专干",
    phone="0999-1234567",
    superior="云河县人民政府",
)
OPINION = letter_texts.opinion(FACTS)
for gap, text in (
    (
        "【逐项写明投诉请求】",
        "一是兑付补偿款；二是临时用地复垦；三是修缮道路、渠道和房屋；四是公开征收批准文件。",
    ),
    (
        "【时间、地点、经过和证据】",
        "经查，工程于2024年10月开工，占用承包地126.4亩，涉及43户；补偿款1,283,506.50元已于2026年3月5日拨付到镇。"
        * 4,
    ),
    (
        "【对每项诉求是否支持、由谁在何时前落实；不予支持的说明理由】",
        "对第一项诉求予以支持，由镇财政所于2026年3月31日前分户兑付；对第二项、第三项诉求予以支持，由县交通运输局督促施工单位于2026年6月30日前完成。"
        * 3,
    ),
):
    OPINION = OPINION.replace(gap, text)
REVIEWED = "经审查，原处理意见认定补偿款发放的事实清楚；对临时用地复垦没有写明责任单位和时限。" * 3
LAW = "《中华人民共和国土地管理法》第四十七条、第四十八条、第五十七条"
BODIES: dict[str, tuple[str, str]] = {
    "notice": ("信访事项告知书", letter_texts.notice(FACTS)),
    "acceptance": ("信访事项受理告知书", letter_texts.acceptance(FACTS)),
    "non_acceptance": (
        "信访事项不予受理告知书",
        letter_texts.with_ground(
            letter_texts.guided_refusal(FACTS, DEFAULT_GUIDES[1]), "应当通过行政诉讼解决。"
        ),
    ),
    "referral": ("导入法定程序告知书", letter_texts.referral(FACTS, DEFAULT_GUIDES[6])),
    "extension": (
        "延长办理期限告知书",
        remedy_texts.extension(
            FACTS, reason="涉及四十三户房屋鉴定", days=30, due_on=date(2026, 6, 6), approved_on=DAY
        ),
    ),
    "opinion": ("信访处理意见书", remedy_texts.with_basis(OPINION, LAW, organ=FACTS.unit)),
    "reply": ("信访事项答复", OPINION),
    "agreement": ("调解协议书", "当事人：东桥村四十三户村民，某路桥公司\n\n" + "某路桥公司于2026年4月30日前支付补偿款。" * 8),
    "review": (
        "信访事项复查意见书",
        remedy_texts.decided(
            REVIEWED,
            LAW,
            remedy_texts.Decision("复查", "责令重新处理", False, date(2026, 6, 6), FACTS.superior),
            organ=FACTS.unit,
        ),
    ),
    "recheck": (
        "信访事项复核意见书",
        remedy_texts.decided(
            REVIEWED,
            LAW,
            remedy_texts.Decision("复核", "维持", True, None, "东州市人民政府"),
            organ=FACTS.unit,
        ),
    ),
    "dismissal": (
        "复查不予受理告知书",
        remedy_texts.dismissal(
            FACTS, level="复查", requested_on=DAY, reason="请求已超过三十日期限（条例第三十五条）。"
        ),
    ),
    "termination": (
        "信访事项终结告知书",
        remedy_texts.termination(FACTS, plan="由柳河镇人民政府负责后续帮扶救助。"),
    ),
    "hearing": ("信访事项听证通知书", "定于2026年4月10日上午9时在县信访局听证室举行听证。"),
    "transfer": (
        "关于转送信访事项的函",
        organ_letters.transfer(
            number=NUMBER, title=TITLE, who=letters.named(FACTS.names, 30), received_on=DAY,
            note="请依法处理。",
        ),
    ),
    "assignment": (
        "关于交办信访事项的函",
        organ_letters.assignment(
            number=NUMBER, title=TITLE, who=letters.named(FACTS.names, 30), received_on=DAY,
            note="请依法处理，在指定期限内反馈结果并提交办结报告。", due_on=date(2026, 4, 8),
        ),
    ),
    "objection": (
        "关于信访事项管辖异议的函",
        organ_letters.objection(
            number=NUMBER, title=TITLE, received_on=DAY, reason="该路段由县交通运输局管养。" * 6,
            suggested="云河县交通运输局",
        ),
    ),
    "report": ("关于交办信访事项办理情况的报告", letter_texts.report(FACTS)),
}  # fmt: skip
TO_UNITS = {
    "transfer": "云河县自然资源局",
    "assignment": "云河县自然资源局",
    "objection": "中共云河县委云河县人民政府信访局",
    "report": "中共云河县委云河县人民政府信访局",
}


def paper(kind: str, *, people: tuple[tuple[str, str], ...] = PEOPLE) -> LetterPaper:
    """What the sample letter of a kind is composed from."""
    title, body = BODIES[kind]
    return LetterPaper(
        kind=kind,
        organ=FACTS.unit,
        number=letters.number_text("柳河", kind, 2026, 123),
        title=title,
        addressee=TO_UNITS.get(kind) or letters.named([name for name, _r in people], len(people)),
        body=body,
        issued_on=DAY,
        case_number=NUMBER,
        lookup_code="K7M2P9XQ",
        people=people,
    )


def sample(kind: str) -> dict[str, Any]:
    """The sample letter of a kind as the typesetter's plain data, code included."""
    if kind == "receipt":
        facts = [
            ("信访件编号", NUMBER),
            ("查询码", "K7M2P9XQ"),
            ("信访人", "、".join(FACTS.names)),
            ("人数", "30"),
            ("联系电话", "13800000001"),
            ("证件号码后四位", "001X"),
            ("住址", "云河县柳河镇东桥村二组"),
            ("形式", "来访"),
            ("收到日期", "2026-03-02"),
            ("问题属地", "柳河镇"),
            ("首接责任人", "李接访（县信访局）"),
            ("概况", TITLE),
            ("诉求", TITLE * 3),
        ]
        blank = LetterPaper("receipt", FACTS.unit, "", "信访事项登记单", "", "", DAY, NUMBER)
        return letters.receipt(facts, blank)
    data = letters.compose(paper(kind))
    if KINDS[kind].to_petitioner and KINDS[kind].calls:
        data["code"] = lookup_image(SimpleNamespace(lookup_code="K7M2P9XQ"))  # type: ignore[arg-type]  # only the code of a case is read
    return data

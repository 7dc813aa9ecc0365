"""Grounds of liability (责任追究): the acts that articles 42 to 46 name, and nothing else.

A visit, a number of petitions or a place in a ranking is no ground; each ground is an act of an organ or
a person, and most ask for serious consequences before a person is dealt with.
"""

from dataclasses import dataclass

from core.domain.words import words as _


@dataclass(frozen=True, slots=True)
class Ground:
    """One item of the statute.

    ``code``: stable key such as "45.1"; ``article``: its place; ``text``: its words; ``clocks``: codes of clocks
    whose breach is evidence for it, empty when only papers can prove it.
    """

    code: str
    article: str
    text: str
    clocks: tuple[str, ...] = ()


def _items(article: int, name: str, texts: tuple[tuple[str, tuple[str, ...]], ...]) -> list[Ground]:
    numbers = "一二三四五六七八九"
    return [
        Ground(f"{article}.{n}", f"条例第{name}条第{numbers[n - 1]}项", text, clocks)
        for n, (text, clocks) in enumerate(texts, start=1)
    ]


GROUNDS: tuple[Ground, ...] = (
    *_items(
        42,
        "四十二",
        (
            (_("超越或者滥用职权，侵害公民、法人或者其他组织合法权益"), ()),
            (_("应当作为而不作为，侵害公民、法人或者其他组织合法权益"), ()),
            (_("适用法律、法规错误或者违反法定程序，侵害公民、法人或者其他组织合法权益"), ()),
            (_("拒不执行有权处理机关、单位作出的支持信访请求意见"), ()),
        ),
    ),
    Ground("43.1", "条例第四十三条", _("未按照规定登记、转送、交办"), ("C1", "C1S")),
    Ground("43.2", "条例第四十三条", _("应当履行督办职责而未履行")),
    *_items(
        44,
        "四十四",
        (
            (_("对收到的信访事项不按照规定登记"), ()),
            (_("对属于其职权范围的信访事项不予受理"), ()),
            (_("未在规定期限内书面告知信访人是否受理信访事项"), ("C3", "C4")),
        ),
    ),
    *_items(
        45,
        "四十五",
        (
            (
                _("推诿、敷衍、拖延信访事项办理或者未在规定期限内办结信访事项"),
                ("C2", "C8", "C9", "S2", "R1"),
            ),
            (_("对事实清楚，符合法律、法规、规章或者其他有关规定的投诉请求未予支持"), ()),
            (_("对改进工作、完善政策等建议重视不够、落实不力，导致问题长期得不到解决"), ()),
            (_("其他不履行或者不正确履行信访事项处理职责的情形"), ()),
        ),
    ),
    *_items(
        46,
        "四十六",
        (
            (_("对待信访人态度恶劣、作风粗暴，损害党群干群关系"), ()),
            (_("在处理信访事项过程中吃拿卡要、谋取私利"), ()),
            (_("对规模性集体访、负面舆情等处置不力，导致事态扩大"), ()),
            (_("对重大、紧急信访事项和信访信息隐瞒、谎报、缓报，或者未依法及时采取必要措施"), ()),
            (_("将信访人的检举、揭发材料或者有关情况透露、转给被检举、揭发的人员或者单位"), ()),
            (_("打击报复信访人"), ()),
            (_("其他违规违纪违法的情形"), ()),
        ),
    ),
)
BY_CODE = {ground.code: ground for ground in GROUNDS}


def missing_before_decision(
    *, told: bool, untold: int, heard: bool, hearing_over: bool, evidence: int, consequence: str
) -> list[str]:
    """What is still missing before a decision about a person; empty when nothing is.

    Args:
        told: the person was told the facts and the ground.
        untold: pieces of evidence and changes added since.
        heard: since being told the person made a statement, or waived it.
        hearing_over: the time to state one's case has passed.
        evidence: pieces of evidence on file.
        consequence: what it led to, in words.
    """
    missing = []
    if not evidence:
        missing.append(_("没有证据"))
    if not told:
        missing.append(_("尚未告知本人"))
    elif untold:
        missing.append(_("告知后补充了证据或者修改了后果，须再次告知，期限重新起算"))
    elif not heard and not hearing_over:
        missing.append(_("陈述申辩期未满，本人尚未陈述或者放弃"))
    if not consequence.strip():
        missing.append(_("未写明造成的后果"))
    return missing


def post_rank(*, post_unit: str, act_unit: str, is_county_leader: bool, in_portfolio: bool) -> int:
    """How near a post stands to an act; the lower, the likelier the person acted in it.

    Args:
        post_unit: path of the post's unit.
        act_unit: path of the unit whose act it was.
        is_county_leader: a county leader's post.
        in_portfolio: the unit belongs to the post's portfolio (一岗双责).

    Returns:
        0 in the unit itself, 1 below it, 2 the county leader in charge of it, 3 another county leader, 4 elsewhere.
    """
    if post_unit == act_unit:
        return 0
    if post_unit.startswith(act_unit):
        return 1
    if is_county_leader:
        return 2 if in_portfolio else 3
    return 4

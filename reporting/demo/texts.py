"""Texts of one matter, composed of the parts of its topic so that they read as people and offices write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from django.conf import settings

from reporting.demo.topics import Topic

ROADS = (
    "滨江路",
    "文昌街",
    "环城北路",
    "澄望公路",
    "柳石公路",
    "建设路",
    "工业大道",
    "桥南大街",
    "学府路",
    "河堤路",
)
FIRMS = (
    "恒信砖厂",
    "澄江纺织厂",
    "鑫达建筑公司",
    "绿源农业公司",
    "宏远物流公司",
    "精工机械厂",
    "福满食品厂",
    "顺达石材厂",
)
ESTATES = ("锦绣花园", "滨江一号", "阳光新城", "翠湖名苑", "和谐家园", "桂语里小区", "东方雅苑")
OPENINGS = ("您好！", "你们好！", "领导：\n　　您好！", "尊敬的领导：\n　　您好！", "")
CLOSINGS = (
    "盼复。",
    "望尽快解决，谢谢！",
    "恳请给予答复。",
    "请领导关注此事，谢谢。",
    "希望能到现场看一看。",
    "",
)
AGAIN = "此事之前已经反映过，至今没有得到解决，现再次反映。"


@dataclass(frozen=True, slots=True)
class Words:
    """The variants chosen for one matter; `slots` fills the places in every part."""

    topic: Topic
    title: str
    fact: str
    demand: str
    finding: str
    measure: str
    slots: dict[str, str]
    opening: str
    closing: str

    def _fill(self, text: str) -> str:
        return text.format(**self.slots)

    @property
    def heading(self) -> str:
        """Title of the matter."""
        return self._fill(self.title)

    def statement(self, *, speaker: str, again: bool) -> str:
        """What the petitioner wrote or said."""
        body = f"{speaker}{AGAIN if again else ''}{self._fill(self.fact)}{self._fill(self.demand)}"
        return f"{self.opening}{body}{self.closing}"

    @property
    def summary(self) -> str:
        """The clerk's summary."""
        return f"{self.heading}。{self._fill(self.demand)}"

    @property
    def opinion(self) -> str:
        """Facts found and the decision, for an opinion or a reply."""
        return f"{self._fill(self.finding)}。{self._fill(self.measure)}。"

    @property
    def basis(self) -> str:
        """Legal basis of the opinion."""
        return self._fill(self.topic.basis)


def choose_words(rng: Random, topic: Topic, *, place: str, on: date, accused: str = "") -> Words:
    """Pick one variant of each part; the fact and the demand of equal position belong together."""
    at = rng.randrange(len(topic.facts))
    slots = {
        "village": place,
        "accused": accused,
        "road": rng.choice(ROADS),
        "firm": rng.choice(FIRMS),
        "estate": rng.choice(ESTATES),
        "amount": str(rng.randrange(12, 980) * 100),
        "months": str(rng.randrange(2, 15)),
        "count": str(rng.randrange(6, 29)),
        "few": str(rng.randrange(3, 10)),
        "when": _when(rng, on),
        "county": settings.COUNTY_NAME,
    }
    return Words(
        topic=topic,
        title=topic.titles[at % len(topic.titles)],
        fact=topic.facts[at],
        demand=topic.demands[at % len(topic.demands)],
        finding=_variant(topic.finding, at),
        measure=_variant(topic.measure, at),
        slots=slots,
        opening=rng.choice(OPENINGS),
        closing=rng.choice(CLOSINGS),
    )


def _variant(parts: str, at: int) -> str:
    variants = parts.split("|")
    return variants[at % len(variants)]


def _when(rng: Random, on: date) -> str:
    back = rng.randrange(3, 30)
    index = on.year * 12 + on.month - 1 - back
    year, month = divmod(index, 12)
    if year == on.year:
        return f"今年{month + 1}月"
    return f"去年{month + 1}月" if year == on.year - 1 else f"{year}年{month + 1}月"


def notice(*, unit: str, heading: str, on: date) -> str:
    """Body of a notice of receipt (条例第二十三条)."""
    return (
        f"您反映的“{heading}”一事，{unit}已于{chinese_date(on)}收到，属于本单位职责范围，"
        "将依照《信访工作条例》规定的途径和程序办理，并书面答复您。"
    )


def acceptance(*, unit: str, heading: str, on: date) -> str:
    """Body of a letter of acceptance with the period and the right to know its end."""
    return (
        f"您反映的“{heading}”一事，经审查属于受理范围，{unit}决定自{chinese_date(on)}起予以受理，"
        "将在六十日内办结并书面答复；情况复杂的，经批准可以延长三十日并告知理由。"
    )


def rejection_of(words: Words) -> str:
    """An opinion that does not support the demand."""
    return (
        f"{words.opinion.split('。')[0]}。所提请求超出现行政策规定的标准，本单位不予支持；"
        "对家庭确有困难的，可以凭材料申请临时救助，本单位予以协助。"
    )


def explanation_of(words: Words) -> str:
    """An opinion that explains why a sound wish cannot be met yet."""
    return (
        f"{words.opinion.split('。')[0]}。所提请求有其合理之处，目前缺少政策和资金依据，"
        "本单位已将其列入下一年度项目储备，待条件具备时优先安排，并会告知进展。"
    )


def remedy(unit: str) -> str:
    """The sentence on re-review every opinion ends with (条例第三十五条)."""
    return f"如不服本处理意见，可以自收到之日起三十日内向{unit}的上一级机关请求复查。"


def chinese_date(day: date) -> str:
    """2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"

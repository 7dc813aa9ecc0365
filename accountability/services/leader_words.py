"""What the records of a leader's case may say (宪法第三十七条; 条例第六条、第二十条、第四十六条第六项)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accountability.domain.leading import personal_data
from core.errors import Invalid
from petitions.domain.custody import custody_words
from petitions.models import Case


def need(text: str, field: str, message: str) -> str:
    """The stripped text; Invalid on `field` when there is none."""
    if not text.strip():
        raise Invalid(message, field=field)
    return text.strip()


def refuse_custody(text: str, field: str) -> str:
    """The text, unless it orders to watch, hold or stop a petitioner.

    What the petitioner said is not asked: it is written down as it was said.
    """
    if words := custody_words(text):
        raise Invalid(
            _(
                "包案是解决问题和帮扶，不得有“%(words)s”等限制、监视信访人的内容（条例第六条、第四十六条第六项）。"
            )
            % {"words": "”“".join(words)},
            field=field,
        )
    return text.strip()


def refuse_personal(case: Case, text: str, field: str) -> str:
    """The text, unless it names the petitioner: it will be published (个人信息保护法第二十八条)."""
    people = case.participants.values_list(
        "petitioner__name", "petitioner__phone", "petitioner__address"
    )
    private = [piece for row in people.order_by("pk") for piece in row if piece]
    if found := personal_data(text, private=private):
        raise Invalid(
            _("该内容将予公布，不得出现信访人的姓名、电话、住址或者证件号码：%(found)s。")
            % {"found": "、".join(found)},
            field=field,
        )
    return text.strip()

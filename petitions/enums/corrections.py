"""What of a registration may be corrected."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CorrectedField(models.TextChoices):
    """One particular of a registration; the value is the name of its field on the form."""

    FORM = "form", _("信访形式")
    LEVEL_VISITED = "level_visited", _("信访层级")
    RECEIVED_ON = "received_on", _("收到日期")
    FROM_SUPERIOR = "from_superior", _("上级转来")
    SUPERIOR_NUMBER = "superior_number", _("上级系统编号")
    IS_ANONYMOUS = "is_anonymous", _("匿名")
    NAME = "name", _("信访人姓名（名称）")
    PHONE = "phone", _("信访人电话")
    ID_NUMBER = "id_number", _("信访人证件号码")
    ADDRESS = "address", _("信访人住址")
    HEAD_COUNT = "head_count", _("信访人数")
    PURPOSE = "purpose", _("信访目的")
    ACCUSED_UNITS = "accused_units", _("被检举控告单位")
    ACCUSED_PEOPLE = "accused_people", _("被检举控告人员")
    CONTENT_CLASS = "content_class", _("内容分类")
    PLACE = "place", _("问题属地")
    PLACE_DETAIL = "place_detail", _("问题发生地")
    TITLE = "title", _("主题")
    SUMMARY = "summary", _("概况")
    STATEMENT = "statement", _("诉求内容")

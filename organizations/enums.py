"""Closed lists of the organization tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What a unit is."""

    COUNTY = "county", _("县委、县政府")
    PETITION_OFFICE = "petition_office", _("信访局")
    DEPARTMENT = "department", _("县直部门")
    TOWNSHIP = "township", _("乡镇（街道）")
    VILLAGE = "village", _("村（社区）")


class TownshipType(models.TextChoices):
    """The three types of township-level division."""

    TOWN = "town", _("镇")
    TOWNSHIP = "township", _("乡")
    SUBDISTRICT = "subdistrict", _("街道")


class Competence(models.TextChoices):
    """Special competence a unit may have for routing (条例第三十条)."""

    NONE = "", _("无")
    DISCIPLINE = "discipline", _("纪检监察")
    PERSONNEL = "personnel", _("组织（人事）")
    POLITICAL_LEGAL = "political_legal", _("政法")


#: Organs with power over persons, to which a report is told (条例第三十条).
OVER_PERSONS = (Competence.DISCIPLINE, Competence.PERSONNEL)


class PostKind(models.TextChoices):
    """Kinds of post that carry a duty or a right in this system."""

    PRINCIPAL = "principal", _("党政主要领导")
    DEPUTY = "deputy", _("分管领导")
    PETITION_OFFICER = "petition_officer", _("信访干部")
    RECEPTION = "reception", _("窗口接待")
    SUPERVISOR = "supervisor", _("督查")
    COUNTY_LEADER = "county_leader", _("县领导")
    OFFICE_HEAD = "office_head", _("信访局局长")
    ADMINISTRATOR = "administrator", _("系统管理员")


class DayKind(models.TextChoices):
    """What a calendar row says about its day."""

    WORKDAY = "workday", _("调休上班")
    HOLIDAY = "holiday", _("放假")

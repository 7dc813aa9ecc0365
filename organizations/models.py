"""Units, accounts, posts with terms, population per year, and the work calendar."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.enums import Competence, DayKind, PostKind, TownshipType, UnitKind
from organizations.querysets import TermQuerySet, UnitQuerySet


class Unit(models.Model):
    """A body in the county's tree: leadership, petition office, department, township, village."""

    code = models.CharField(_("机构代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=40)
    initials = models.CharField(_("拼音首字母"), max_length=40, blank=True, db_index=True)
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind.choices)
    township_type = models.CharField(
        _("乡镇类型"), max_length=12, choices=TownshipType.choices, blank=True
    )
    competence = models.CharField(
        _("专门职权"), max_length=20, choices=Competence.choices, blank=True, default=""
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="children",
    )
    path = models.CharField(_("路径"), max_length=200, db_index=True, editable=False)
    order = models.PositiveIntegerField(_("排序"), default=0)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    valid_from = models.DateField(_("设立日期"))
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self",
        verbose_name=_("职权继续行使单位"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="predecessors",
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_dates_in_order",
                violation_error_message=_("撤销日期不能早于设立日期。"),
            ),
            models.CheckConstraint(
                condition=(Q(kind="township") & ~Q(township_type=""))
                | (~Q(kind="township") & Q(township_type="")),
                name="unit_township_type_iff_township",
                violation_error_message=_("乡镇（街道）须填乡镇类型，其他机构不填。"),
            ),
        ]
        indexes = [models.Index(fields=["kind", "order"], name="unit_kind_order")]

    def __str__(self) -> str:
        return self.short_name or self.name

    def save(self, *args, **kwargs) -> None:
        """Keep the materialised path in step with the parent."""
        self.path = f"{self.parent.path if self.parent else '/'}{self.code}/"
        super().save(*args, **kwargs)


class User(AbstractUser):
    """A staff account; what it may do comes from the posts it holds on the day."""

    name = models.CharField(_("姓名"), max_length=60)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("所在单位"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="staff",
    )
    phone = models.CharField(_("手机"), max_length=30, blank=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)
    first_name = None  # type: ignore[assignment]  # how Django drops an inherited field
    last_name = None  # type: ignore[assignment]  # how Django drops an inherited field

    class Meta:
        verbose_name = _("工作人员")
        verbose_name_plural = _("工作人员")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Chinese full name."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """Same as the full name: Chinese names are not shortened."""
        return self.get_full_name()


class Post(models.Model):
    """A position in a unit; it exists whether or not somebody holds it."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.RESTRICT, related_name="posts"
    )
    kind = models.CharField(_("职务类别"), max_length=20, choices=PostKind.choices)
    title = models.CharField(_("职务名称"), max_length=60)
    portfolio = models.JSONField(
        _("分管内容分类"),
        default=list,
        blank=True,
        help_text=_("一级内容分类代码的列表；空表示不限。"),
    )
    portfolio_units = models.ManyToManyField(
        Unit, verbose_name=_("联系单位"), blank=True, related_name="overseeing_posts"
    )
    order = models.PositiveIntegerField(_("排序"), default=0)
    is_convenor = models.BooleanField(
        _("信访工作联席会议召集人"),
        default=False,
        help_text=_("由党委或者政府负责同志担任（条例第十三条）；只对县领导职务有效。"),
    )

    class Meta:
        verbose_name = _("职务")
        verbose_name_plural = _("职务")
        ordering = ["unit", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "title"],
                name="post_unique_in_unit",
                violation_error_message=_("该单位已有同名职务。"),
            ),
            models.CheckConstraint(
                condition=Q(is_convenor=False) | Q(kind="county_leader"),
                name="post_convenor_is_county_leader",
                violation_error_message=_("联席会议召集人须是县领导职务。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"


class Term(models.Model):
    """Who holds a post from when to when."""

    post = models.ForeignKey(
        Post, verbose_name=_("职务"), on_delete=models.RESTRICT, related_name="terms"
    )
    user = models.ForeignKey(
        User, verbose_name=_("任职人"), on_delete=models.RESTRICT, related_name="terms"
    )
    starts_on = models.DateField(_("任职日期"))
    ends_on = models.DateField(_("免职日期"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("任期")
        verbose_name_plural = _("任期")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="term_dates_in_order",
                violation_error_message=_("免职日期不能早于任职日期。"),
            ),
            models.UniqueConstraint(
                fields=["post", "user"],
                condition=Q(ends_on__isnull=True),
                name="term_open_once_per_holder",
                violation_error_message=_("此人已在任该职务。"),
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_on"], name="term_user_start")]

    def __str__(self) -> str:
        return f"{self.user} {self.post}"


class Population(models.Model):
    """Resident population of a unit in a year; the denominator of 占人口比例."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.RESTRICT, related_name="populations"
    )
    year = models.PositiveIntegerField(_("年份"))
    residents = models.PositiveIntegerField(_("常住人口"))
    source = models.CharField(_("来源"), max_length=120)

    class Meta:
        verbose_name = _("人口")
        verbose_name_plural = _("人口")
        ordering = ["unit", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="population_once_a_year",
                violation_error_message=_("该单位该年度的人口已经录入。"),
            ),
            models.CheckConstraint(
                condition=Q(residents__gt=0),
                name="population_positive",
                violation_error_message=_("常住人口须大于零。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}: {self.residents}"


class CalendarYear(models.Model):
    """A year whose holiday plan has been published and loaded."""

    year = models.PositiveIntegerField(_("年份"), unique=True)
    source = models.CharField(_("依据"), max_length=200)
    loaded_at = models.DateTimeField(_("载入时间"))

    class Meta:
        verbose_name = _("工作日历年度")
        verbose_name_plural = _("工作日历年度")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that differs from the weekly pattern: a day off, or a make-up working day (调休)."""

    day = models.DateField(_("日期"), unique=True)
    kind = models.CharField(_("性质"), max_length=10, choices=DayKind.choices)
    name = models.CharField(_("名称"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"


class Setting(models.Model):
    """A number that varies by county and time, in force from `valid_from` to `valid_to`."""

    code = models.CharField(_("代码"), max_length=60)
    value = models.JSONField(_("值"))
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("参数")
        verbose_name_plural = _("参数")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="setting_code_from_unique"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="setting_dates_in_order",
                violation_error_message=_("失效日期不能早于生效日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}={self.value}"

"""What a matter is about: two levels of content classes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentClass(models.Model):
    """内容分类: two levels; the code has two digits per level (e.g. 080000 / 080300)."""

    code = models.CharField(_("代码"), max_length=6, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级分类"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="children",
    )
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("内容分类")
        verbose_name_plural = _("内容分类")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

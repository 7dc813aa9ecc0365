"""Forms that change one of the names a matter carries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.forms import field_of
from petitions.forms.acts import ActForm, TextField, UnitOf, UserOf
from petitions.forms.fields import OneOf
from petitions.selectors import choices


class PlaceForm(ActForm):
    """Set the place of the matter right."""

    place = UnitOf(label=_("问题属地"))
    reason = TextField(label=_("变更原因"), rows=2)

    def prepare(self) -> None:
        units = choices.unit_choices(on=self.desk.on, kinds=choices.PLACE_KINDS)
        field_of(self, "place", OneOf).offer(u for u in units if u.id != self.desk.case.place_id)


class LeaderForm(ActForm):
    """Name the leader in charge."""

    leader = UserOf(label=_("包案领导"))
    reason = TextField(label=_("变更原因"), rows=2)

    def prepare(self) -> None:
        field_of(self, "leader", UserOf).offer_users(
            choices.leaders_for(self.desk.case, on=self.desk.on)
        )

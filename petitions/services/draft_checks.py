"""Checking a typed matter: every wrong field is named at once, in Chinese, so nothing is typed twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.errors import Invalid, InvalidMany
from organizations.authority import Authority
from organizations.models import Unit, User
from organizations.selectors import setting
from petitions.domain.visits import MAX_REPRESENTATIVES, visit_problems
from petitions.enums import Form, LevelVisited, ParticipantRole, Purpose
from petitions.models import Case, ContentClass, Petitioner
from petitions.services.attachments import upload_problems
from petitions.services.drafts import CaseDraft, PersonDraft
from petitions.services.people import clean_id_number

TITLE_LENGTH = 200
STATEMENT_LENGTH = 50_000
#: An older day is a slip of the keyboard; old registers come in by import.
MAX_AGE_DAYS = 730


def check_draft(*, authority: Authority, draft: CaseDraft, on: date) -> CaseDraft:
    """Return the draft with identity numbers in canonical form.

    Raises:
        InvalidMany: field name → Chinese message; a person's fields are named ``people-0-name``.
    """
    errors: dict[str, str] = {}
    check_choices(draft, errors)
    check_wording(draft, errors)
    _check_day(draft, errors, on)
    people = _check_people(draft, errors, on)
    _check_visit(draft, errors, on)
    check_references(authority=authority, draft=draft, errors=errors)
    errors.update(upload_problems(draft.uploads))
    if errors:
        raise InvalidMany(errors)
    return replace(draft, people=people)


def check_choices(draft: CaseDraft, errors: dict[str, str]) -> None:
    """Add to `errors` what is not of its list."""
    for field, allowed in (
        ("form", Form.values),
        ("purpose", Purpose.values),
        ("level_visited", LevelVisited.values),
    ):
        if getattr(draft, field) not in allowed:
            errors[field] = _("请从列表中选择。")


def check_wording(draft: CaseDraft, errors: dict[str, str]) -> None:
    """Add to `errors` what is wrong with title and statement."""
    if not draft.title.strip():
        errors["title"] = _("请填写主题。")
    elif len(draft.title.strip()) > TITLE_LENGTH:
        errors["title"] = _("主题不能超过 %(limit)s 字。") % {"limit": TITLE_LENGTH}
    if not draft.statement.strip():
        errors["statement"] = _("请填写诉求内容。")
    elif len(draft.statement) > STATEMENT_LENGTH:
        errors["statement"] = _("诉求内容不能超过 %(limit)s 字，请将原件作为附件上传。") % {
            "limit": STATEMENT_LENGTH
        }


def _check_day(draft: CaseDraft, errors: dict[str, str], on: date) -> None:
    if draft.received_on > on:
        errors["received_on"] = _("收到日期不能晚于今天。")
    elif draft.received_on < on - timedelta(days=MAX_AGE_DAYS):
        errors["received_on"] = _("收到日期距今超过两年，请核对；历史件请用“登记簿导入”。")


def _check_people(draft: CaseDraft, errors: dict[str, str], on: date) -> tuple[PersonDraft, ...]:
    if draft.is_anonymous:
        if draft.people:
            errors["people"] = _("匿名信访不登记信访人；如已知姓名，请取消“匿名”。")
        return ()
    if not draft.people:
        errors["people"] = _("请至少登记一名信访人，或者选择“匿名”。")
    return tuple(
        _check_person(person, f"people-{index}", errors, on)
        for index, person in enumerate(draft.people)
    )


def _check_person(
    person: PersonDraft, prefix: str, errors: dict[str, str], on: date
) -> PersonDraft:
    if person.petitioner_id:
        if not Petitioner.objects.filter(pk=person.petitioner_id).exists():
            errors[f"{prefix}-name"] = _("该信访人记录不存在，请重新查找。")
    elif not person.name.strip():
        errors[f"{prefix}-name"] = _("请填写姓名或名称。")
    if person.role not in ParticipantRole.values:
        errors[f"{prefix}-role"] = _("请从列表中选择。")
    try:
        return replace(person, id_number=clean_id_number(person.id_number, on=on))
    except Invalid as error:
        errors[f"{prefix}-id_number"] = error.message
        return person


def _check_visit(draft: CaseDraft, errors: dict[str, str], on: date) -> None:
    representatives = sum(
        p.role in (ParticipantRole.MAIN, ParticipantRole.REPRESENTATIVE) for p in draft.people
    )
    limit = int(setting("representatives_max", on=on, default=MAX_REPRESENTATIVES))
    for problem in visit_problems(
        draft.form, draft.head_count, representatives, len(draft.people), limit=limit
    ):
        field = "people" if problem.field == "representatives" else problem.field
        article = f"（{problem.article}）" if problem.article else ""
        errors.setdefault(field, f"{problem.message}{article}。")


def check_references(*, authority: Authority, draft: CaseDraft, errors: dict[str, str]) -> None:
    """Add to `errors` what names a class, unit, person or earlier matter that is not there."""
    if (
        draft.content_class_id
        and not ContentClass.objects.filter(pk=draft.content_class_id, is_active=True).exists()
    ):
        errors["content_class"] = _("该内容分类不存在或已停用。")
    if draft.place_id and not Unit.objects.filter(pk=draft.place_id).exists():
        errors["place"] = _("该属地单位不存在。")
    if draft.repeat_of_id:
        earlier = Case.objects.visible_to(authority).filter(pk=draft.repeat_of_id).first()
        if earlier is None:
            errors["repeat_of"] = _("找不到要关联的前件。")
        elif earlier.is_secret and not draft.is_report:
            errors["repeat_of"] = _(
                "检举控告事项不得作为其他事项的前件，以免泄露（条例第三十条第三款）。"
            )
    if draft.accused_unit_ids or draft.accused_user_ids:
        _check_accused(draft, errors)


def _check_accused(draft: CaseDraft, errors: dict[str, str]) -> None:
    if not draft.is_report:
        errors["accused"] = _("只有揭发控告事项登记被检举控告的单位或人员。")
        return
    units, users = set(draft.accused_unit_ids), set(draft.accused_user_ids)
    if Unit.objects.filter(pk__in=units).count() != len(units):
        errors["accused"] = _("被检举控告的单位不存在。")
    if User.objects.filter(pk__in=users).count() != len(users):
        errors["accused"] = _("被检举控告的人员不存在。")

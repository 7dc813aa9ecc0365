"""Pages of talks: the list, one talk, and each step of its course."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import permissions
from accountability.forms import talks as forms
from accountability.models import Talk, TalkStatus, TalkUndertaking, UndertakingStatus
from accountability.selectors.talks import notes_of, visible_talks
from accountability.services import talk_course as course
from accountability.services import talk_minutes, undertakings
from accountability.views.kit import Page, act_page
from accountability.views.supervision import printed
from core.http import redirect
from core.models import TransitionLog
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.views.common import authority_of

ARTICLE = gettext_lazy("《信访工作条例》第三十九条第三款")


def _reader(request: HttpRequest) -> Authority:
    authority = authority_of(request)
    if not permissions.can_read_talks(authority):
        raise PermissionDenied
    return authority


def _visible(request: HttpRequest, pk: int) -> tuple[Authority, Talk]:
    authority = _reader(request)
    rows = visible_talks(authority).select_related(
        "unit", "person", "talker", "proposed_by", "letter", "recorded_by"
    )
    return authority, get_object_or_404(rows, pk=pk)


def _crumbs(talk: Talk | None = None) -> tuple[tuple[str, str], ...]:
    above = ((_("约谈"), reverse("accountability:talk_list")),)
    return (
        (*above, (str(talk.unit), reverse("accountability:talk", args=[talk.pk])))
        if talk
        else above
    )


@require_GET
def talk_list(request: HttpRequest) -> HttpResponse:
    """Talks, the newest first. Query budget: 6 (session, user, authority, banner, rows, notes)."""
    authority = _reader(request)
    rows = visible_talks(authority).select_related("unit", "person")
    show_all = "all" in request.GET
    if not show_all:
        rows = rows.exclude(status__in=[TalkStatus.CLOSED, TalkStatus.DROPPED])
    page = keyset_page(rows, request.GET, order=("-proposed_at", "-id"), size=50)
    notes = notes_of(page.rows)
    context = {
        "page": page,
        "rows": [(talk, notes.get(talk.pk)) for talk in page.rows],
        "show_all": show_all,
        "can_settle": permissions.can_settle_talk(authority),
    }
    return render(request, "accountability/talk_list.html", context)


@require_GET
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """One talk with its undertakings and course. Query budget: 7 (session, user, authority, banner, talk,
    undertakings, course)."""
    authority, found = _visible(request, pk)
    may = permissions.can_settle_talk(authority)
    rows = list(found.undertakings.select_related("reported_by", "checked_by"))
    logs = TransitionLog.objects.filter(model=Talk._meta.label_lower, object_id=found.pk)
    confirmed = all(u.status == UndertakingStatus.CONFIRMED for u in rows)
    context = {
        "talk": found,
        "undertakings": rows,
        "logs": list(logs.select_related("actor").order_by("at", "pk")),
        "may": may,
        "may_answer": permissions.can_answer_talk(authority, found),
        "may_close": may and found.status == TalkStatus.HELD and confirmed,
        "may_read": permissions.can_read_minutes(authority, found),
        "may_sign": found.person_id == authority.user.pk
        and found.acknowledged_at is None
        and found.status == TalkStatus.ARRANGED,
    }
    return render(request, "accountability/talk.html", context)


@require_GET
def talk_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The invitation as PDF. Query budget: 4 (session, user, authority, talk)."""
    authority, found = _visible(request, pk)
    if found.letter is None or not permissions.can_read_minutes(authority, found):
        raise Http404
    return printed(found.letter)


@require_http_methods(["GET", "POST"])
def talk_decide(request: HttpRequest) -> HttpResponse:
    """A talk the joint meeting decided. Query budget: 5 (session, user, authority, banner, units)."""
    authority = authority_of(request)
    if not permissions.can_settle_talk(authority):
        raise PermissionDenied
    form = forms.DecideForm(request.POST or None, on=authority.on)
    page = Page(
        heading=_("登记联席会议决定的约谈"),
        back=reverse("accountability:talk_list"),
        crumbs=_crumbs(),
        basis=ARTICLE,
        intro=_(
            "约谈由信访工作联席会议决定，对象是履行职责不力、存在严重问题的领导班子和领导干部。"
        ),
        submit=_("登记"),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: course.decide_talk(
            authority=authority, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已登记，请安排约谈。"),
        to=lambda made: reverse("accountability:talk", args=[made.pk]),
    )


#: step → (heading, from which states, form, the call of the service)
Step = tuple[Any, tuple[str, ...], Callable[..., Any], Callable[..., Any]]


def _arrange(form: Any, **who: Any) -> Any:
    data = form.cleaned_data
    at = timezone.make_aware(
        datetime.combine(data["day"], data["time"]), timezone.get_current_timezone()
    )
    return course.arrange_talk(
        talker=data["talker"],
        scheduled_at=at,
        place=data["place"],
        person=data["person"],
        at_any_time=data["at_any_time"],
        **who,
    )


STEPS: dict[str, Step] = {
    "arrange": (
        gettext_lazy("通知约谈"),
        (TalkStatus.PROPOSED, TalkStatus.ARRANGED),
        lambda data, who, talk: forms.ArrangeForm(data, talk=talk, on=who.on),
        _arrange,
    ),
    "hold": (
        gettext_lazy("登记谈话情况"),
        (TalkStatus.ARRANGED,),
        lambda data, who, talk: forms.HoldForm(data, initial={"held_on": who.on}),
        lambda form, **who: talk_minutes.hold_talk(minutes=form.written(), **who),
    ),
    "undertaking": (
        gettext_lazy("增加整改事项"),
        (TalkStatus.HELD,),
        lambda data, who, talk: forms.UndertakingForm(data),
        lambda form, **who: undertakings.add_undertaking(**form.cleaned_data, **who),
    ),
    "close": (
        gettext_lazy("办结约谈"),
        (TalkStatus.HELD,),
        lambda data, who, talk: forms.CloseForm(
            data, is_recorder=talk.recorded_by_id == who.user.pk
        ),
        lambda form, **who: talk_minutes.close_talk(**form.cleaned_data, **who),
    ),
    "drop": (
        gettext_lazy("不予谈话"),
        (TalkStatus.PROPOSED, TalkStatus.ARRANGED),
        lambda data, who, talk: forms.NoteForm(data),
        lambda form, **who: course.drop_talk(note=form.cleaned_data["note"], **who),
    ),
}


@require_http_methods(["GET", "POST"])
def talk_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a talk. Query budget: 7 (session, user, authority, banner, talk, people, their posts)."""
    authority, found = _visible(request, pk)
    if step not in STEPS:
        raise Http404
    if not permissions.can_settle_talk(authority):
        raise PermissionDenied
    heading, states, make_form, act = STEPS[step]
    if request.method == "GET" and found.status not in states:
        return redirect(request, "accountability:talk", found.pk)
    form = make_form(request.POST or None, authority, found)
    page = Page(
        heading=heading,
        back=reverse("accountability:talk", args=[found.pk]),
        crumbs=_crumbs(found),
        basis=ARTICLE,
        facts=(
            (_("单位"), found.unit),
            (_("谈话对象"), found.person_title or found.get_target_display()),
            (_("事由"), found.reason),
        ),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: act(form, authority=authority, talk=found, now=timezone.now()),
        done=_("已登记。"),
    )


@require_POST
def talk_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign that one has read the invitation (已阅)."""
    authority, found = _visible(request, pk)
    if found.person_id != authority.user.pk:
        raise Http404
    course.acknowledge_talk(authority=authority, talk=found, now=timezone.now())
    return redirect(request, "accountability:talk", found.pk)


@require_http_methods(["GET", "POST"])
def undertaking(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """The unit reports on an undertaking, or the office checks the report.

    Query budget: 6 (session, user, authority, banner, undertaking with its talk, talk seen).
    """
    row = get_object_or_404(
        TalkUndertaking.objects.select_related("talk__unit", "reported_by"), pk=pk
    )
    authority, found = _visible(request, row.talk_id)
    if how not in {"answer", "check"}:
        raise Http404
    reports = how == "answer"
    allowed = (
        permissions.can_answer_talk(authority, found)
        if reports
        else permissions.can_settle_talk(authority)
    )
    if not allowed:
        raise PermissionDenied
    form: Any = (forms.ReportForm if reports else forms.CheckForm)(request.POST or None)
    service = undertakings.report_undertaking if reports else undertakings.check_undertaking
    facts = [(_("整改事项"), row.text), (_("完成期限"), row.due_on)]
    if row.result:
        facts.append((_("整改情况"), row.result))
    if row.check_note:
        facts.append((_("核查意见"), row.check_note))
    page = Page(
        heading=_("报告整改情况") if reports else _("核查整改情况"),
        back=reverse("accountability:talk", args=[found.pk]),
        crumbs=_crumbs(found),
        basis=ARTICLE,
        submit=_("提交"),
        facts=tuple(facts),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: service(
            authority=authority, undertaking=row, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已登记。"),
    )

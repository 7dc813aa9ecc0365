"""Units, their posts and terms, vacancies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organizations import portfolio
from organizations.enums import UnitKind
from organizations.forms.units import AppointForm, CloseUnitForm, EndTermForm, PostForm, UnitForm
from organizations.models import Post, Term, Unit
from organizations.permissions import can_write
from organizations.selectors import units as selectors
from organizations.services import posts as post_services
from organizations.services import units as services
from organizations.views.common import authority_of, form_page, readers, writers


def _unit_url(unit_id: int) -> str:
    return reverse("unit-detail", args=[unit_id])


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_GET
@readers
def unit_list(request: HttpRequest) -> HttpResponse:
    """Units of one kind with their leaders. Query budget: 8, however many units."""
    today = timezone.localdate()
    kind = request.GET.get("kind", UnitKind.TOWNSHIP)
    kind = kind if kind in UnitKind.values else UnitKind.TOWNSHIP
    closed = request.GET.get("closed") == "1"
    counts = selectors.kind_counts(on=today)
    context = {
        "kind": kind,
        "kind_label": UnitKind(kind).label,
        "closed": closed,
        "tabs": [(k, label, counts.get(k, 0)) for k, label in UnitKind.choices],
        "lines": selectors.unit_lines(kind=kind, on=today, closed=closed),
        "can_write": can_write(authority_of(request)),
    }
    return render(request, "organizations/unit_list.html", context)


@require_GET
@readers
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: facts, posts and holders, staff below, population, history. Query budget: 14."""
    today = timezone.localdate()
    unit = get_object_or_404(Unit.objects.select_related("parent", "succeeded_by"), pk=pk)
    context = {
        "unit": unit,
        "posts": selectors.posts_of(unit, on=today),
        "children": unit.children.active(on=today).order_by("order", "code"),
        "populations": unit.populations.order_by("-year")[:10],
        "has_population": unit.kind in selectors.KINDS_WITH_PEOPLE,
        "history": selectors.history_of(unit),
        "class_names": dict(portfolio.choices()),
        "can_write": can_write(authority_of(request)),
    }
    return render(request, "organizations/unit_detail.html", context)


@require_http_methods(["GET", "POST"])
@writers
def unit_create(request: HttpRequest) -> HttpResponse:
    """Set up a unit."""
    form = UnitForm(_data(request), on=timezone.localdate())
    return form_page(
        request,
        form,
        lambda: services.create_unit(
            authority=authority_of(request),
            code=form.cleaned_data["code"],
            facts=form.facts(),
            valid_from=form.cleaned_data["valid_from"],
            now=timezone.now(),
        ),
        title=_("新设机构"),
        back=reverse("unit-list"),
        done=_("机构已设立。"),
    )


@require_http_methods(["GET", "POST"])
@writers
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a unit."""
    unit = get_object_or_404(Unit, pk=pk)
    form = UnitForm(_data(request), on=timezone.localdate(), unit=unit)
    return form_page(
        request,
        form,
        lambda: services.edit_unit(
            authority=authority_of(request),
            unit=unit,
            facts=form.facts(),
            now=timezone.now(),
        ),
        title=_("修改机构：%(unit)s") % {"unit": unit},
        back=_unit_url(pk),
        done=_("机构信息已保存。"),
    )


@require_http_methods(["GET", "POST"])
@writers
def unit_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a unit."""
    unit = get_object_or_404(Unit, pk=pk, valid_to__isnull=True)
    form = CloseUnitForm(_data(request), on=timezone.localdate())
    return form_page(
        request,
        form,
        lambda: services.close_unit(
            authority=authority_of(request),
            unit=unit,
            last_day=form.cleaned_data["last_day"],
            succeeded_by=form.cleaned_data["succeeded_by"],
            now=timezone.now(),
        ),
        title=_("撤销机构：%(unit)s") % {"unit": unit},
        back=_unit_url(pk),
        done=_("机构已撤销。"),
        submit=_("撤销"),
        confirm=_("撤销后该机构不再接收信访事项，历史记录保留。确定撤销？"),
    )


@require_GET
@readers
def vacancy_list(request: HttpRequest) -> HttpResponse:
    """Units that lack a leader, a deputy or an officer. Query budget: 6."""
    found = selectors.vacancies(on=timezone.localdate())
    return render(request, "organizations/vacancy_list.html", {"vacancies": found})


@require_http_methods(["GET", "POST"])
@writers
def post_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up a post in a unit."""
    unit = get_object_or_404(Unit, pk=pk)
    form = PostForm(_data(request), on=timezone.localdate())
    return _post_page(request, form, unit, None, _("新设职务：%(unit)s") % {"unit": unit})


@require_http_methods(["GET", "POST"])
@writers
def post_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a post's title and portfolio."""
    post = get_object_or_404(Post.objects.select_related("unit"), pk=pk)
    form = PostForm(_data(request), on=timezone.localdate(), post=post)
    return _post_page(request, form, post.unit, post, _("修改职务：%(post)s") % {"post": post})


def _post_page(
    request: HttpRequest, form: PostForm, unit: Unit, post: Post | None, title: str
) -> HttpResponse:
    return form_page(
        request,
        form,
        lambda: post_services.save_post(
            authority=authority_of(request),
            unit=unit,
            facts=form.facts(),
            now=timezone.now(),
            post=post,
        ),
        title=title,
        back=_unit_url(unit.pk),
        done=_("职务已保存。"),
    )


@require_http_methods(["GET", "POST"])
@writers
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person hold a post."""
    post = get_object_or_404(Post.objects.select_related("unit"), pk=pk)
    form = AppointForm(_data(request))
    return form_page(
        request,
        form,
        lambda: post_services.appoint(
            authority=authority_of(request),
            post=post,
            user=form.cleaned_data["user"],
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            replace=form.cleaned_data["replace"],
            now=timezone.now(),
        ),
        title=_("任命：%(post)s") % {"post": post},
        back=_unit_url(post.unit_id),
        done=_("任命已登记。"),
        submit=_("任命"),
    )


@require_http_methods(["GET", "POST"])
@writers
def term_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a term."""
    term = get_object_or_404(Term.objects.select_related("post__unit", "user"), pk=pk)
    form = EndTermForm(_data(request))
    return form_page(
        request,
        form,
        lambda: post_services.end_term(
            authority=authority_of(request),
            term=term,
            ends_on=form.cleaned_data["ends_on"],
            now=timezone.now(),
        ),
        title=_("免职：%(name)s（%(post)s）") % {"name": term.user, "post": term.post},
        back=_unit_url(term.post.unit_id),
        done=_("免职已登记。"),
        submit=_("免职"),
    )

"""Error pages say in words what happened and lead back; they need nothing that may itself be broken."""

from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.factories.organizations import make_user


def test_an_unknown_address(db, client):
    client.force_login(make_user())
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "内容不存在，或您无权查看" in answer.content.decode()


def test_a_page_without_the_right(db, client):
    client.force_login(make_user())
    answer = client.get(reverse("unit-create"))
    assert answer.status_code == 403
    assert "没有权限" in answer.content.decode()


def test_a_form_with_an_old_token(db):
    answer = Client(enforce_csrf_checks=True).post(reverse("login"), {"username": "x"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_a_host_that_is_not_ours(db, client):
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "请求无法识别" in answer.content.decode()


def test_after_a_failure_the_page_needs_no_context():
    assert "系统出错" in render_to_string("500.html")

"""Log-in and the one-time code."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    """Account and password; the messages do not tell which of the two was wrong."""

    error_messages = {
        "invalid_login": _("账号或密码不正确，请重新输入。密码区分大小写。"),
        "inactive": _("该账号已停用，请联系系统管理员。"),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("账号")
        self.fields["password"].label = _("密码")


class TokenForm(forms.Form):
    """A six-digit code of the authenticator app."""

    token = forms.RegexField(
        r"^\d{6}$",
        label=_("六位动态验证码"),
        strip=True,
        error_messages={"invalid": _("请输入六位数字。")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 6}
        ),
    )

"""Addresses of notices."""

from django.urls import path

from accountability.views import channels, inbox

pages = [
    path("notices/", inbox.inbox, name="inbox"),
    path("notices/channels/", channels.channels, name="channels"),
    path("notices/panel/", inbox.home_panel, name="home_panel"),
    path("notices/read/", inbox.read_all, name="notices_read"),
    path("notices/<int:pk>/open/", inbox.open_notice, name="notice_open"),
]

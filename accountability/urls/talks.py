"""Addresses of talks."""

from django.urls import path

from accountability.views import talks

pages = [
    path("talks/", talks.talk_list, name="talk_list"),
    path("talks/new/", talks.talk_decide, name="talk_decide"),
    path("talks/<int:pk>/", talks.talk, name="talk"),
    path("talks/<int:pk>/acknowledge/", talks.talk_acknowledge, name="talk_acknowledge"),
    path("talks/<int:pk>/letter/", talks.talk_letter, name="talk_letter"),
    path("talks/<int:pk>/<slug:step>/", talks.talk_step, name="talk_step"),
    path("undertakings/<int:pk>/<slug:how>/", talks.undertaking, name="undertaking"),
]

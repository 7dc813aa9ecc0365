"""Addresses of the core app: the outbox and the jobs that failed."""

from django.urls import path

from core import sms_views, views

urlpatterns = [
    path("mails/", views.mail_list, name="mail-list"),
    path("mails/<int:pk>/", views.mail_detail, name="mail-detail"),
    path("mails/<int:pk>/attachments/<int:number>/", views.mail_attachment, name="mail-attachment"),
    path("mails/<int:pk>/settle/", views.mail_settle, name="mail-settle"),
    path("sms/", sms_views.sms_list, name="sms-list"),
    path("sms/<int:pk>/", sms_views.sms_detail, name="sms-detail"),
    path("sms/<int:pk>/settle/", sms_views.sms_settle, name="sms-settle"),
    path("effects/", views.effect_list, name="effect-list"),
    path("effects/<int:pk>/retry/", views.effect_retry, name="effect-retry"),
]

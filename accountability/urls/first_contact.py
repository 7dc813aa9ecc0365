"""Addresses of first contact."""

from django.urls import path

from accountability.views import first_contact, first_resolution

pages = [
    path("cases/<int:pk>/first-contact/", first_contact.case_slot, name="case_first_contact"),
    path("first-contact/", first_contact.mine, name="first_contact"),
    path("first-contact/holders/", first_contact.loads, name="first_contact_loads"),
    path("first-contact/lists/", first_contact.hand_over_list, name="hand_over_list"),
    path("first-contact/lists/new/", first_contact.hand_over_new, name="hand_over_new"),
    path("first-contact/lists/<int:pk>/", first_contact.hand_over, name="hand_over"),
    path(
        "first-contact/lists/<int:pk>/answer/",
        first_contact.hand_over_answer,
        name="hand_over_answer",
    ),
    path(
        "first-contact/lists/<int:pk>/<slug:how>/",
        first_contact.hand_over_undo,
        name="hand_over_undo",
    ),
    path("first-contact/resolution/", first_resolution.resolutions, name="first_resolution"),
    path(
        "first-contact/resolution/<int:key>/",
        first_resolution.resolution_cases,
        name="first_resolution_cases",
    ),
]

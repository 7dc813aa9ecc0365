"""Addresses of inquiries into liability and of result sheets."""

from django.urls import path

from accountability.views import inquiries, inquiry_people, inquiry_steps, result_sheets

pages = [
    path("inquiries/", inquiries.inquiry_list, name="inquiry_list"),
    path("inquiries/new/", inquiries.inquiry_new, name="inquiry_new"),
    path("inquiries/people/<int:pk>/read/", inquiry_people.person_read, name="inquiry_read"),
    path(
        "inquiries/people/<int:pk>/<slug:how>/", inquiry_people.person_step, name="inquiry_person"
    ),
    path(
        "inquiries/people/<int:pk>/<slug:kind>/<int:file>/",
        inquiry_people.person_file,
        name="inquiry_file",
    ),
    path("inquiries/<int:pk>/", inquiries.inquiry, name="inquiry"),
    path("inquiries/<int:pk>/<slug:step>/", inquiry_steps.inquiry_step, name="inquiry_step"),
    path("result-sheets/", result_sheets.holders, name="holders"),
    path("result-sheets/own/", result_sheets.own_sheets, name="own_sheets"),
    path("result-sheets/<int:pk>/xlsx/", result_sheets.sheet_file, name="result_sheet_file"),
    path("result-sheets/<int:pk>/", result_sheets.sheet, name="result_sheet"),
]

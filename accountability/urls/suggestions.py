"""Addresses of special campaigns and of suggestions."""

from django.urls import path

from accountability.views import campaigns, suggestions

pages = [
    path("campaigns/", campaigns.campaign_list, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/end/", campaigns.campaign_end, name="campaign_end"),
    path("campaigns/<int:pk>/file/", campaigns.campaign_file, name="campaign_file"),
    path("suggestions/", suggestions.suggestion_list, name="suggestions"),
    path("suggestions/new/<slug:kind>/", suggestions.suggestion_new, name="suggestion_new"),
    path("suggestions/<int:pk>/", suggestions.suggestion, name="suggestion"),
    path("suggestions/<int:pk>/edit/", suggestions.suggestion_edit, name="suggestion_edit"),
    path("suggestions/<int:pk>/issue/", suggestions.suggestion_issue, name="suggestion_issue"),
    path("suggestions/<int:pk>/drop/", suggestions.suggestion_drop, name="suggestion_drop"),
    path("suggestions/<int:pk>/answer/", suggestions.suggestion_answer, name="suggestion_answer"),
    path("suggestions/<int:pk>/letter/", suggestions.suggestion_letter, name="suggestion_letter"),
    path(
        "suggestions/<int:pk>/files/<int:file>/",
        suggestions.suggestion_file,
        name="suggestion_file",
    ),
]

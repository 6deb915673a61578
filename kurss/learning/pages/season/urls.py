"""The addresses of planning. They stand in the namespace of learning."""

from django.urls import path

from kurss.learning.pages.season import groups, seasons

urlpatterns = [
    path("planning/", seasons.planning, name="planning"),
    path("planning/seasons/new/", seasons.season_new, name="season-new"),
    path("planning/seasons/<slug:season>/", seasons.season, name="season"),
    path("planning/seasons/<slug:season>/free-days/", seasons.free_days, name="free-days"),
    path("planning/seasons/<slug:season>/groups/new/", groups.group_new, name="group-new"),
    path("planning/groups/<slug:group>/", groups.group_plan, name="group-plan"),
]

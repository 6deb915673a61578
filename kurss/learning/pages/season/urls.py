"""The addresses of planning. They stand in the namespace of learning."""

from django.urls import path

from kurss.learning.pages.season import (
    advice,
    changing,
    copying,
    groups,
    invitations,
    lists,
    regrouping,
    rounds,
    seasons,
    sessions,
)

urlpatterns = [
    path("planning/", seasons.planning, name="planning"),
    path("planning/seasons/new/", seasons.season_new, name="season-new"),
    path("planning/seasons/<slug:season>/", seasons.season, name="season"),
    path("planning/seasons/<slug:season>/free-days/", seasons.free_days, name="free-days"),
    path("planning/seasons/<slug:season>/groups.<str:kind>", lists.groups_file, name="groups-file"),
    path("planning/seasons/<slug:season>/import/", lists.groups_import, name="groups-import"),
    path("planning/seasons/<slug:season>/copy/", copying.season_copy, name="season-copy"),
    path("planning/seasons/<slug:season>/groups/new/", groups.group_new, name="group-new"),
    path("planning/seasons/<slug:season>/rounds/new/", rounds.round_new, name="round-new"),
    path("planning/rounds/<slug:round>/advice/", advice.round_advice, name="round-advice"),
    path("planning/rounds/<slug:round>/change/", rounds.round_change, name="round-change"),
    path("planning/rounds/<slug:round>/discard/", rounds.round_discard, name="round-discard"),
    path("planning/rounds/<slug:round>/preview/", rounds.round_preview, name="round-preview"),
    path("planning/rounds/<slug:round>/invitations/", invitations.invitations, name="invitations"),
    path("courses/invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("planning/sessions/<int:session_id>/", sessions.session_change, name="session-change"),
    path("planning/groups/<slug:group>/change/", changing.group_change, name="group-change"),
    path("planning/groups/<slug:group>/meetings/new/", changing.meeting_new, name="meeting-new"),
    path("planning/groups/<slug:group>/split/", regrouping.group_split, name="group-split"),
    path("planning/groups/<slug:group>/join/", regrouping.group_join, name="group-join"),
    path("planning/groups/<slug:group>/", groups.group_plan, name="group-plan"),
]

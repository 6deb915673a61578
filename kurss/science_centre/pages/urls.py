"""The addresses of the science centre."""

from django.urls import path

from kurss.science_centre.pages import desk, groups, planning, records, slots

app_name = "science_centre"

urlpatterns = [
    path("science-centre/", slots.slots, name="slots"),
    path("science-centre/plan/", planning.plan, name="plan"),
    path("science-centre/groups/", groups.groups, name="groups"),
    path("science-centre/groups.csv", groups.groups_csv, name="groups-csv"),
    path("science-centre/groups/<int:school_group_id>/", groups.group, name="group"),
    path("science-centre/asked/<str:token>/", slots.asked, name="asked"),
    path("science-centre/desk/", desk.today, name="today"),
    path("science-centre/desk/<int:slot_id>/", desk.desk, name="desk"),
    path("science-centre/desk/<int:slot_id>/children/", desk.children, name="children"),
    path("science-centre/desk/admissions/<int:visit_id>/", desk.correct, name="correct"),
    path("science-centre/<int:slot_id>/group/", slots.ask, name="ask"),
    path("science-centre/<int:slot_id>/book/", slots.book_place, name="book"),
    path("science-centre/<int:slot_id>/call-off/", planning.cancel, name="cancel"),
    path("science-centre/visits/<int:visit_id>/", records.visit, name="visit"),
    path(
        "science-centre/participations/<int:participation_id>/", records.participation, name="participation"
    ),
]

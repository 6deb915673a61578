"""The addresses of single records of learning, to which figures open."""

from django.urls import path

from kurss.learning.pages import records

app_name = "learning"

urlpatterns = [
    path("learning/attendance/<int:attendance_id>/", records.attendance, name="attendance"),
    path("learning/enrolment/<int:enrolment_id>/", records.enrolment, name="enrolment"),
]

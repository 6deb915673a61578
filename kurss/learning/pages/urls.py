"""The addresses of courses and rounds, of applications, and of single records to which figures open."""

from django.urls import path

from kurss.learning.pages import applications, courses, enrolling, records, rounds
from kurss.learning.pages.classroom.urls import urlpatterns as classroom
from kurss.learning.pages.season import urls as season

app_name = "learning"

urlpatterns = [
    path("courses/", courses.courses, name="courses"),
    path("courses/verify_draw.py", rounds.verifier, name="verifier"),
    path("courses/mine/", applications.mine, name="mine"),
    path("courses/applications/<uuid:application>/", applications.application, name="application"),
    path("courses/offers/<uuid:offer>/", applications.answer, name="answer"),
    path("courses/rounds/", rounds.listed, name="rounds"),
    path("courses/rounds/<slug:round>/", rounds.round_page, name="round"),
    path("courses/rounds/<slug:round>/draw.json", rounds.published, name="published-draw"),
    path("courses/rounds/<slug:round>/apply/", applications.apply, name="apply"),
    path("courses/rounds/<slug:round>/run/", rounds.run, name="run"),
    path("courses/<slug:group>/", courses.course, name="course"),
    path("courses/<slug:group>/enrol/", enrolling.enrol, name="enrol"),
    path("courses/<slug:group>.ics", courses.course_calendar, name="course-calendar"),
    *season.urlpatterns,
    path("learning/attendance/<int:attendance_id>/", records.attendance, name="attendance"),
    path("learning/enrolment/<int:enrolment_id>/", records.enrolment, name="enrolment"),
    *classroom,
]

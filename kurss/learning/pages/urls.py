"""The addresses of courses and rounds, of applications, and of single records to which figures open."""

from django.urls import path

from kurss.learning.pages import (
    applications,
    applying,
    calendars,
    courses,
    desk,
    enrolling,
    grades,
    newcomer,
    records,
    rounds,
)
from kurss.learning.pages.classroom.urls import urlpatterns as classroom
from kurss.learning.pages.places.urls import urlpatterns as places
from kurss.learning.pages.season import urls as season

app_name = "learning"

urlpatterns = [
    path("courses/", courses.courses, name="courses"),
    path("courses/verify_draw.py", rounds.verifier, name="verifier"),
    path("courses/mine/", applications.mine, name="mine"),
    path("courses/mine/<uuid:person>/calendar/", calendars.calendar, name="calendar"),
    path("courses/applications/<uuid:application>/", applications.application, name="application"),
    path("courses/applications/<uuid:application>/slip/", desk.slip, name="slip"),
    path("courses/applications/<uuid:application>/change/", applying.change, name="change"),
    path("courses/applications/<uuid:application>/withdraw/", applications.leave, name="leave"),
    path("courses/applications/<uuid:application>/line/<slug:group>/", applications.line, name="line"),
    path("courses/places/<int:enrolment_id>/give-back/", applications.give_back, name="give-back"),
    path("courses/offers/<uuid:offer>/", applications.answer, name="answer"),
    path("courses/rounds/", rounds.listed, name="rounds"),
    path("courses/rounds/<slug:round>/", rounds.round_page, name="round"),
    path("courses/rounds/<slug:round>/draw.json", rounds.published, name="published-draw"),
    path("courses/rounds/<slug:round>/apply/", applying.apply, name="apply"),
    path("courses/rounds/<slug:round>/desk/", desk.desk, name="desk"),
    path("courses/rounds/<slug:round>/desk/new/", newcomer.newcomer, name="newcomer"),
    path("courses/rounds/<slug:round>/run/", rounds.run, name="run"),
    path("courses/<slug:group>/", courses.course, name="course"),
    path("courses/<slug:group>/enrol/", enrolling.enrol, name="enrol"),
    path("courses/<slug:group>.ics", courses.course_calendar, name="course-calendar"),
    path("planning/grades/", grades.grades, name="grades"),
    path("planning/grades/<uuid:person>/", grades.grade, name="grade"),
    *season.urlpatterns,
    *places,
    path("learning/attendance/<int:attendance_id>/", records.attendance, name="attendance"),
    path("learning/enrolment/<int:enrolment_id>/", records.enrolment, name="enrolment"),
    *classroom,
]

outside = [path("<str:token>.ics", calendars.feed, name="sessions")]
"""What a calendar program asks for: it stands under no language."""

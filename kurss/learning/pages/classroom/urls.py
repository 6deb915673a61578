"""The addresses of the classroom. They share one folder, which is all that its service worker reaches."""

from django.urls import path

from kurss.learning.pages.classroom import care, groups, marking, today

urlpatterns = [
    path("classroom/", today.today, name="classes"),
    path("classroom/state.json", today.state, name="class-state"),
    path("classroom/worker.js", today.worker, name="class-worker"),
    path("classroom/no-network/", today.no_network, name="class-no-network"),
    path("classroom/groups/<slug:group>/", groups.group, name="class-group"),
    path("classroom/groups/<slug:group>.<slug:kind>", groups.group_file, name="class-group-file"),
    path("classroom/groups/<slug:group>/care/", care.read, name="class-care"),
    path("family/<uuid:person>/care/", care.give, name="care"),
    path("classroom/sessions/<int:session_id>/", marking.session, name="class-session"),
    path("classroom/sessions/<int:session_id>/send", marking.send, name="class-send"),
    path("classroom/sessions/<int:session_id>/not-held/", marking.not_held, name="class-not-held"),
    path("classroom/disagreements/<int:disagreement_id>/", marking.decide, name="class-decide"),
]

"""The data protection office, and what everybody may read of it."""

from django.urls import path

from kurss.privacy.pages import answering, views

app_name = "privacy"

urlpatterns = [
    path("data-protection/", views.notice, name="notice"),
    path("privacy/requests/", views.requests, name="requests"),
    path("privacy/requests.csv", views.requests_csv, name="requests-csv"),
    path("privacy/requests/new/", views.new_request, name="new-request"),
    path("privacy/requests/<int:request_id>/", views.one_request, name="request"),
    path("privacy/requests/<int:request_id>/extend/", views.extend, name="extend"),
    path("privacy/requests/<int:request_id>/close/", views.close, name="close"),
    path("privacy/requests/<int:request_id>/whose/", answering.whose, name="request-whose"),
    path("privacy/requests/<int:request_id>/held/", answering.held, name="request-held"),
    path("privacy/requests/<int:request_id>/held.json", answering.held_json, name="request-held-json"),
    path("privacy/requests/<int:request_id>/erase/", answering.erase, name="request-erase"),
    path("privacy/requests/<int:request_id>/restrict/", answering.restrict, name="request-restrict"),
    path("privacy/requests/<int:request_id>/lift/", answering.lift, name="request-lift"),
    path("privacy/retention/", views.rules, name="rules"),
    path("privacy/retention/apply/", views.apply_rules, name="apply-rules"),
    path("privacy/retention/<str:key>/", views.rule, name="rule"),
    path("privacy/register/", views.processing, name="register"),
    path("privacy/register.csv", views.processing_csv, name="register-csv"),
    path("privacy/register/<slug:key>/", views.activity, name="activity"),
    path("privacy/consents/", views.consents, name="consents"),
]

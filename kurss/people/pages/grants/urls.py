"""The administrator's pages: who holds which role, giving and ending roles, and who may do what and why."""

from django.urls import path

from kurss.people.pages.grants import accounts, giving, reading

app_name = "grants"

urlpatterns = [
    path("roles/", reading.grants, name="grants"),
    path("roles/file.csv", reading.grants_csv, name="grants-csv"),
    path("roles/table/", reading.table, name="table"),
    path("roles/give/", giving.find, name="find"),
    path("roles/give/<uuid:account>/", giving.give, name="give"),
    path("roles/<int:grant_id>/end/", giving.end, name="end"),
    path("roles/accounts/<uuid:account>/", accounts.why, name="account"),
    path("roles/accounts/<uuid:account>/close/", accounts.close, name="account-close"),
]

"""The registrar's pages: people, lists, duplicates."""

from django.urls import path

from kurss.people.pages.registrar import duplicates, lists, people

app_name = "registrar"

urlpatterns = [
    path("people/", people.found, name="people"),
    path("people/by-code/", people.by_code, name="by-code"),
    path("people/file/<slug:kind>/", people.file, name="people-file"),
    path("people/lists/", lists.lists, name="lists"),
    path("people/lists/<uuid:people_list>/", lists.one, name="list"),
    path("people/lists/<uuid:people_list>/faults.csv", lists.faults, name="list-faults"),
    path("people/lists/<uuid:people_list>/confirm/", lists.confirmed, name="list-confirm"),
    path("people/lists/<uuid:people_list>/give-up/", lists.given_up, name="list-give-up"),
    path("people/duplicates/", duplicates.pairs, name="duplicates"),
    path("people/duplicates/file.csv", duplicates.pairs_csv, name="duplicates-csv"),
    path("people/duplicates/search/", duplicates.searched, name="duplicates-search"),
    path("people/duplicates/how/", duplicates.how, name="duplicates-how"),
    path("people/duplicates/beside/", duplicates.beside, name="duplicates-beside"),
    path("people/duplicates/<int:pair_id>/", duplicates.compare, name="pair"),
    path("people/duplicates/undo/<int:merge_id>/", duplicates.undone, name="merge-undo"),
    path("people/<uuid:person>/", people.person, name="person"),
    path("people/<uuid:person>/correct/", people.corrected, name="person-correct"),
]

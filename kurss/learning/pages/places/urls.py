"""The addresses of places: the plan of the city, the page of a place, and saying where it is."""

from django.urls import path

from kurss.learning.pages.places import shown, writing

urlpatterns = [
    path("places/", shown.places, name="places"),
    path("places/<slug:institution>/", shown.place, name="place"),
    path("places/<slug:institution>/change/", writing.change, name="place-change"),
]

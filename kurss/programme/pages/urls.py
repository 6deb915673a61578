"""The addresses of the programme office: the dictionary for everybody, and where officers compose indicators."""

from django.urls import path

from kurss.programme.pages import dictionary, indicators

app_name = "programme"

urlpatterns = [
    path("facts/", dictionary.facts, name="facts"),
    path("facts/<str:fact>/", dictionary.fact, name="fact"),
    path("indicators/", indicators.listed, name="indicators"),
    path("indicators.csv", indicators.listed_csv, name="indicators-csv"),
]

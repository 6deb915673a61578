"""The addresses of what the city publishes. One that ends in .csv or .json gives a page as data."""

from django.urls import path

from kurss.publication.pages import documents, figures, home, programme, records, reported

app_name = "publication"

urlpatterns = [
    path("", home.home, name="home"),
    path("figures/", figures.listed, name="figures"),
    path("figures.csv", figures.listed_csv, name="figures-csv"),
    path("figures.json", figures.listed_json, name="figures-json"),
    path("figures/<str:address>.csv", figures.figure_csv, name="figure-csv"),
    path("figures/<str:address>.json", figures.figure_json, name="figure-json"),
    path("figures/<str:address>/", figures.figure, name="figure"),
    path("figures/<str:address>/records/", records.records, name="records"),
    path("initiatives/<slug:key>/", programme.initiative, name="initiative"),
    path("initiatives/<slug:key>/charter/", programme.charter, name="charter"),
    path("roadmap/", programme.roadmap, name="roadmap"),
    path("reported/", reported.reported, name="reported"),
    path("reported.csv", reported.reported_csv, name="reported-csv"),
    path("reported.json", reported.reported_json, name="reported-json"),
    path("deliverable/", documents.deliverable, name="deliverable"),
    path("deliverable/<str:code>.pdf", documents.file, name="deliverable-file"),
    path("how-we-count/", home.how_we_count, name="how-we-count"),
]

"""The addresses of what the city publishes. One that ends in .csv or .json gives a page as data."""

from django.urls import path

from kurss.publication.pages import (
    documents,
    figure_data,
    figures,
    home,
    programme,
    records,
    releases,
    reported,
    samples,
    sources,
)

app_name = "publication"

urlpatterns = [
    path("", home.home, name="home"),
    path("figures/", figures.listed, name="figures"),
    path("figures.csv", figures.listed_csv, name="figures-csv"),
    path("figures.json", figures.listed_json, name="figures-json"),
    path("figures/<str:address>.prov.json", figure_data.prov_json_of, name="figure-prov-json"),
    path("figures/<str:address>.provn", figure_data.prov_n_of, name="figure-provn"),
    path("figures/<str:address>.csv", figure_data.csv_of, name="figure-csv"),
    path("figures/<str:address>.json", figure_data.json_of, name="figure-json"),
    path("figures/<str:address>.xlsx", figure_data.xlsx_of, name="figure-xlsx"),
    path("figures/<str:address>.svg", figure_data.svg_of, name="figure-svg"),
    path("figures/<str:address>/", figures.figure, name="figure"),
    path("figures/<str:address>/sources/", sources.sources, name="sources"),
    path("figures/<str:address>/records/", records.records, name="records"),
    path("figures/<str:address>/sample/", samples.sample, name="sample"),
    path("figures/<str:address>/sample.csv", samples.sample_csv, name="sample-csv"),
    path("releases/", releases.listed, name="releases"),
    path("releases/<int:number>/", releases.release, name="release"),
    path("releases/<int:number>/public.zip", releases.public_bag, name="release-bag"),
    path("releases/<int:number>/audit.zip", releases.audit_bag, name="release-audit-bag"),
    path("verify_figures.py", releases.verifier, name="verifier"),
    path("self-audit/", releases.self_audited, name="self-audit"),
    path("initiatives/<slug:key>/", programme.initiative, name="initiative"),
    path("initiatives/<slug:key>/charter/", programme.charter, name="charter"),
    path("roadmap/", programme.roadmap, name="roadmap"),
    path("review/", programme.review, name="review"),
    path("reported/", reported.reported, name="reported"),
    path("reported.csv", reported.reported_csv, name="reported-csv"),
    path("reported.json", reported.reported_json, name="reported-json"),
    path("deliverable/", documents.deliverable, name="deliverable"),
    path("deliverable/<str:code>.pdf", documents.file, name="deliverable-file"),
    path("how-we-count/", home.how_we_count, name="how-we-count"),
]

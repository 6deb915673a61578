"""The addresses of the programme office: the dictionary for everybody, and where officers compose indicators."""

from django.urls import path

from kurss.programme.pages import (
    charters,
    composing,
    dictionary,
    exchanging,
    indicator,
    indicators,
    office,
    operations,
    promising,
    releases,
    scoring,
)

app_name = "programme"

CHARTER = "programme/<slug:initiative>/charter/"

urlpatterns = [
    path("programme/", office.office, name="office"),
    path(CHARTER, charters.charter, name="charter"),
    path(f"{CHARTER}begin/", charters.begin, name="charter-begin"),
    path(f"{CHARTER}boxes/<slug:box>/", charters.box, name="charter-box"),
    path(f"{CHARTER}versions/<int:number>/", charters.version, name="charter-version"),
    path(f"{CHARTER}compare/", charters.compare, name="charter-compare"),
    path(f"{CHARTER}submit/", charters.submit, name="charter-submit"),
    path(f"{CHARTER}approve/", charters.approve, name="charter-approve"),
    path(f"{CHARTER}return/", charters.give_back, name="charter-return"),
    path(f"{CHARTER}throw-away/", charters.throw_away, name="charter-throw-away"),
    path("facts/", dictionary.facts, name="facts"),
    path("facts/<str:fact>/", dictionary.fact, name="fact"),
    path("indicators/", indicators.listed, name="indicators"),
    path("indicators.csv", indicators.listed_csv, name="indicators-csv"),
    path("indicators/exchange/", exchanging.exchange, name="exchange"),
    path("indicators/exchange/indicators.<str:kind>", exchanging.exported, name="exported"),
    path("indicators/scores/", scoring.scores, name="scores"),
    path("indicators/scores.csv", scoring.scores_csv, name="scores-csv"),
    path("indicators/scores.json", scoring.scores_json, name="scores-json"),
    path("indicators/scores/benchmarks/", scoring.benchmarks, name="benchmarks"),
    path("operations/", operations.operations, name="operations"),
    path("operations/attach/", operations.attach, name="operation-attach"),
    path("indicators/new/", composing.new, name="indicator-new"),
    path("indicators/seal/", promising.seal, name="seal"),
    path("indicators/drafts/<int:draft_id>/throw-away/", composing.throw_away, name="draft-throw-away"),
    path("indicators/drafts/<int:draft_id>/<slug:step>/", composing.step, name="draft"),
    path("indicator/<str:indicator>/", indicator.indicator, name="indicator"),
    path("indicator/<str:indicator>/change/", composing.change, name="indicator-change"),
    path("indicator/<str:indicator>/versions/<int:number>/", indicator.version, name="indicator-version"),
    path("indicator/<str:indicator>/promise/", promising.target, name="target"),
    path(
        "indicator/<str:indicator>/promise/<int:target_id>/",
        promising.withdraw,
        name="target-withdraw",
    ),
    path("indicator/<str:indicator>/place/", promising.place, name="place"),
    path("release/", releases.prepared, name="release"),
    path("release/changes/", releases.listed, name="release-changes"),
    path("release/changes.csv", releases.listed_csv, name="release-changes-csv"),
    path("release/begin/", releases.begin, name="release-begin"),
    path("release/restate/<str:indicator>/<str:period>/", releases.restate, name="release-restate"),
    path("release/leave-out/<int:line>/", releases.leave_out, name="release-leave-out"),
    path("release/withdraw/", releases.withdraw, name="release-withdraw"),
    path("release/propose/", releases.propose, name="release-propose"),
    path("release/approve/", releases.approve, name="release-approve"),
    path("release/return/", releases.give_back, name="release-return"),
]

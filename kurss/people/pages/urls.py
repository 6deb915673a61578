"""One's own account, signing out, the pages of a family; signing in itself stands in `signin.urls`."""

from django.urls import path

from kurss.people.pages import consent_texts, views
from kurss.people.pages.family import adding, changing, consenting, erasing, holding, inviting, overview
from kurss.people.signin import views as signin

app_name = "people"

urlpatterns = [
    path("sign-in/", signin.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/", signin.account, name="account"),
    path("account/sessions/end/", signin.end_session, name="end-session"),
    path("family/", overview.family, name="family"),
    path("family/me/", changing.say_who, name="say-who-i-am"),
    path("family/add/check/", adding.check, name="add-child-check"),
    path("family/add/<slug:step>/", adding.add, name="add-child"),
    path("family/<uuid:person>/", overview.person, name="person"),
    path("family/<uuid:person>/correct/", changing.correct, name="correct"),
    path("family/<uuid:person>/code/", changing.code, name="code"),
    path("family/<uuid:person>/consents/", consenting.consents, name="consents"),
    path("family/<uuid:person>/held/", holding.held, name="held"),
    path("family/<uuid:person>/held.json", holding.held_json, name="held-json"),
    path("family/<uuid:person>/looked/", holding.looked, name="looked"),
    path("family/<uuid:person>/invite/", inviting.invite, name="invite"),
    path("family/<uuid:person>/invite/<uuid:invitation>/", inviting.withdraw, name="withdraw-invitation"),
    path("family/<uuid:person>/leave/", changing.leave, name="leave"),
    path("family/<uuid:person>/delete/", erasing.erase, name="erase"),
    path("family/<uuid:person>/delete/surely/", erasing.erase_surely, name="erase-surely"),
    path("consent-texts/", consent_texts.write, name="write-consent-text"),
    path("invitation/<str:token>/", inviting.invitation, name="invitation"),
]

"""One's own account, signing out; signing in itself stands in `signin.urls`."""

from django.urls import path

from kurss.people.pages import views
from kurss.people.signin import views as signin

app_name = "people"

urlpatterns = [
    path("sign-in/", signin.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/", signin.account, name="account"),
    path("account/sessions/end/", signin.end_session, name="end-session"),
]

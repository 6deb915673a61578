"""One-click sign-in. Included by the root addresses only where `settings.KURSS_DEMO` is set."""

from django.urls import path

from kurss.demo.pages import views

app_name = "demo"

urlpatterns = [
    path("", views.roles, name="roles"),
    path("public-numbers/", views.public_facts, name="public-numbers"),
    path("sign-in/", views.sign_in, name="sign-in"),
]

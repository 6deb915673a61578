from django.urls import path

from kurss.population.pages import views

app_name = "population"

urlpatterns = [
    path("population/<int:count_id>/", views.count, name="count"),
]

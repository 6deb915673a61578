from django.apps import AppConfig


class ScienceCentreConfig(AppConfig):
    name = "kurss.science_centre"
    label = "science_centre"
    default_auto_field = "django.db.models.BigAutoField"

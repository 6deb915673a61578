from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kurss.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kurss.people import checks  # noqa: F401

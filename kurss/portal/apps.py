from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kurss.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kurss.portal import checks  # noqa: F401 - registers the checks

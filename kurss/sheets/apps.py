from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "kurss.sheets"
    label = "sheets"

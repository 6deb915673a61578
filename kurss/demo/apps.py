from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kurss.demo"
    label = "demo"

from django.apps import AppConfig


class ExportConfig(AppConfig):
    name = "workshop.export"
    label = "export"

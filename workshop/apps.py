from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "workshop"
    label = "workshop"

    def ready(self):
        from workshop import scenes

        scenes.register()

from django.apps import AppConfig


class GalleryConfig(AppConfig):
    name = "gallery"
    label = "gallery"

    def ready(self):
        from gallery import carrying, host_scenes, making, scenes, starters, walking
        from workshop import companions, stages
        from workshop.actions import on_joining, on_merging
        from workshop.models import Stage
        from workshop.starters import register

        scenes.register()
        host_scenes.register()
        register(starter=starters.start, copier=starters.copy)
        on_joining(walking.welcome)
        on_merging(carrying.carry)
        companions.tell(making.groups_of)
        stages.before_leaving(Stage.Kind.GALLERY, walking.asks_before_leaving)

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class FishbowlConfig(AppConfig):
    name = "fishbowl"
    label = "fishbowl"

    def ready(self):
        from fishbowl import actions, guards, scenes, starters
        from fishbowl.actions import words
        from fishbowl.rules import welcome
        from workshop import questions
        from workshop.actions import on_joining, on_leaving, on_moving
        from workshop.live import every_second
        from workshop.starters import register

        pre_migrate.connect(guards.take_down, sender=self)
        post_migrate.connect(guards.put_up, sender=self)
        scenes.register()
        register(starter=starters.start, copier=starters.copy)
        questions.register(take_up=words.take_up, put_back=words.put_back)
        every_second(actions.expire_everywhere)
        on_leaving(welcome.farewell)
        on_joining(welcome.returned)
        on_moving("fishbowl", welcome.opened)

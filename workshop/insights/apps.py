from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "workshop.insights"
    label = "insights"

    def ready(self):
        from workshop import lines
        from workshop.actions import on_merging
        from workshop.insights import carrying, scenes, shown, starters
        from workshop.insights.desk import lines as themes
        from workshop.insights.desk import scenes as desk
        from workshop.starters import register

        scenes.register()
        desk.register()
        shown.register()
        on_merging(carrying.carry)
        lines.tell(themes.lines)
        register(starter=starters.start, copier=starters.copy)

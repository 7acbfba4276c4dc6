"""Addresses of one workshop's plan, its cases and its links."""

from django.urls import path, register_converter

from workshop.organizers.views import cases, conditions, links, plan, rehearsals


class WayConverter:
    """Up or down."""

    regex = "up|down"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(WayConverter, "way")

_CASE = "plan/cases/<int:number>/"
_ROW = f"{_CASE}<slug:slug>/<int:pk>/"

urlpatterns = [
    path("plan/", plan.plan, name="workshop-edit"),
    path("plan/introduction/", plan.introduction, name="introduction"),
    path("plan/stages/", plan.stages, name="stages"),
    path("plan/stages/<int:pk>/", plan.stage, name="stage-edit"),
    path("plan/stages/<int:pk>/remove/", plan.remove_stage, name="stage-remove"),
    path("plan/stages/<int:pk>/<way:way>/", plan.shift_stage, name="stage-shift"),
    path("plan/conditions/", conditions.conditions, name="conditions"),
    path("plan/conditions/add/", conditions.add, name="condition-add"),
    path("plan/conditions/<int:pk>/away/", conditions.put_away, name="condition-away"),
    path("plan/conditions/<int:pk>/<way:way>/", conditions.shift, name="condition-shift"),
    path("plan/cases/", plan.cases, name="cases"),
    path(_CASE, cases.case, name="case-edit"),
    path(f"{_CASE}conditions/", conditions.needs, name="case-needs"),
    path(f"{_CASE}remove/", cases.remove_case, name="case-remove"),
    path(f"{_CASE}<slug:slug>/", cases.step, name="case-step"),
    path(_ROW, cases.row, name="case-row"),
    path(f"{_ROW}remove/", cases.remove_row, name="case-row-remove"),
    path(f"{_ROW}<way:way>/", cases.shift_row, name="case-row-shift"),
    path("rehearsal/delete/", rehearsals.delete, name="rehearsal-delete"),
    path("links/", links.links_page, name="links"),
    path("links/<int:pk>/revoke/", links.revoke, name="link-revoke"),
]

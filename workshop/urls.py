"""Every address of Peerwalk: the front door, and everything of one workshop below /w/<code>/."""

from django.urls import include, path
from django.views.generic import TemplateView
from django.views.i18n import set_language

from workshop import keeping, question_views, views
from workshop.live.views import state
from workshop.printing import views as paper

in_a_workshop = [
    path("", views.room, name="room"),
    path("join/", views.join, name="join"),
    path("return/", views.come_back, name="return"),
    path("mine/", views.mine, name="mine"),
    path("mine/name/", views.say_who, name="say-who"),
    path("mine/change/", views.change, name="mine-change"),
    path("mine/statements/<int:pk>/", views.check_statement, name="statement-check"),
    path("state/", state, name="state"),
    path("who/", keeping.who, name="who"),
    path("programme/", views.programme, name="programme"),
    path("qr.svg", views.qr, name="qr"),
    path("console/", views.console, name="console"),
    path("projector/", views.projector, name="projector"),
    path("next/", views.move_on, name="next"),
    path("stages/<int:pk>/start/", views.move, name="move"),
    path("stages/<int:pk>/timer/<slug:do>/", views.timer, name="timer"),
    path("doors/", views.open_doors, name="doors"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add_person, name="people-add"),
    path("people/<int:number>/left/", views.person_left, name="person-left"),
    path("paper/join.pdf", paper.join_sheet, name="join-sheet"),
    path("paper/names.pdf", paper.name_cards, name="name-cards"),
    path("questions/", question_views.asked, name="questions"),
    path("questions/<int:pk>/", question_views.answering, name="answering"),
    path("questions/<int:pk>/answer/", question_views.answer, name="answer"),
    path("questions/<int:pk>/take-back/", question_views.take_back, name="answer-take-back"),
    path("questions/<int:pk>/take-up/", question_views.take_up, name="take-up"),
    path("questions/<int:pk>/heard/", question_views.hear, name="heard"),
    path("gallery/", include("gallery.urls")),
    path("fishbowl/", include("fishbowl.urls")),
    path("insights/", include("workshop.insights.urls")),
    path("", include("workshop.export.urls")),
    path("", include("workshop.organizers.urls_of_a_workshop")),
]

urlpatterns = [
    path("", views.front, name="front"),
    path("j/<str:key>/", views.door, name="door"),
    path("link/<str:token>/", views.open_link, name="open-link"),
    path("language/", set_language, name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("sw.js", keeping.worker, name="worker"),
    path("unreachable/", keeping.unreachable, name="unreachable"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain"), name="robots"),
    path("", include("workshop.export.urls_of_editions")),
    path("", include("workshop.organizers.urls")),
    path("w/<str:code>/", include(in_a_workshop)),
]

handler400 = "workshop.refusals.bad_request"
handler403 = "workshop.refusals.forbidden"
handler404 = "workshop.refusals.not_found"
handler500 = "workshop.refusals.broken"

"""Addresses of the insights, below /w/<code>/insights/."""

from django.urls import path

from workshop.insights import views
from workshop.insights.cards import views as cards
from workshop.insights.desk import urls as desk
from workshop.insights.home import urls as home
from workshop.insights.together import urls as together

app_name = "insights"
urlpatterns = [
    path("", views.board, name="board"),
    path("texts/", views.texts, name="texts"),
    path("card/", cards.card, name="card"),
    path("card/write/", cards.write, name="write"),
    path("card/<int:screen>/", cards.save, name="save"),
    path("cards/lock/", cards.lock, name="lock"),
    path("cards/", cards.mine, name="mine"),
    path("cards/<int:pk>/", cards.edit, name="edit"),
    path("cards/<int:pk>/change/", cards.change, name="change"),
    path("cards/<int:pk>/travel/", cards.travel, name="travel"),
    path("cards/<int:pk>/withdraw/", cards.withdraw, name="withdraw"),
    path("cards/<int:pk>/sure/", cards.sure, name="sure"),
    path("cards/<int:pk>/hide/", views.hide, name="hide"),
    path("cards/<int:pk>/restore/", views.restore, name="restore"),
    *together.urlpatterns,
    *home.urlpatterns,
    *desk.urlpatterns,
]

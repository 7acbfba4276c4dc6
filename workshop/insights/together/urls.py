"""Addresses of what people say to each other, below /w/<code>/insights/."""

from django.urls import path

from workshop.insights.together import views

urlpatterns = [
    path("others/", views.others, name="others"),
    path("cards/<int:pk>/say/", views.say, name="say"),
    path("words/<int:pk>/hide/", views.hide_words, name="words-hide"),
    path("meet/", views.meet, name="meet"),
    path("meet/contact/", views.contact, name="contact"),
    path("meet/answer/", views.answer, name="meet-answer"),
]

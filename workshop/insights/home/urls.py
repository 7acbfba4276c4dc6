"""Addresses of what people take home, below /w/<code>/insights/."""

from django.urls import path

from workshop.insights.home import views

urlpatterns = [
    path("home/", views.home, name="home"),
    path("home/pdf/", views.home_pdf, name="home-pdf"),
    path("home/keep/", views.keep, name="home-keep"),
    path("later/", views.followed_up, name="followed-up"),
    path("later/<str:token>/", views.ask_later, name="later"),
]

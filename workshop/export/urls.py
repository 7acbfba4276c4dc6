"""Addresses of the note, below w/<code>/."""

from django.urls import path

from workshop.export import desk_views, views

urlpatterns = [
    path("note/", views.note, name="note"),
    path("note/fresh/", views.fresh, name="note-fresh"),
    path("note/desk/", desk_views.desk, name="note-desk"),
    path("note/desk/<slug:key>/", desk_views.piece, name="note-piece"),
    path("note/desk/<slug:key>/<slug:do>/", desk_views.piece_do, name="note-piece-do"),
    path("note/paper/", desk_views.paper, name="note-paper"),
    path("note/logos/", desk_views.add_logo, name="note-logo"),
    path("note/logos/<int:pk>/remove/", desk_views.remove_logo, name="note-logo-remove"),
    path("note/evening/", desk_views.list_of_the_evening, name="note-evening"),
    path("note/quotes/", desk_views.send_quotes, name="note-send-quotes"),
    path("note/read/", desk_views.read, name="note-read"),
    path("note/publish/", desk_views.publish, name="note-publish"),
    path("note/cases/<int:number>/", desk_views.case_section, name="note-section"),
    path("note/cases/<int:number>/feedback/", desk_views.feedback, name="note-feedback"),
    path("note/cases/<int:number>/approve/", desk_views.approve_section, name="note-approve"),
    path("note/make/<slug:format>/", views.make, name="note-make"),
    path("note/making/<slug:key>/", views.progress, name="note-making"),
    path("note/making/<slug:key>/file/", views.made_file, name="note-made"),
    path("export/<slug:format>/", views.export, name="export"),
]

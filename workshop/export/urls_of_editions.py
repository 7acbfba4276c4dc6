"""Addresses of published editions, below notes/<key>/; nothing of a workshop's own address is in them."""

from django.urls import path

from workshop.export import public_views, views

urlpatterns = [
    path("schema/note-1.json", views.schema, name="note-schema"),
    path("notes/<slug:key>/", public_views.published, name="published"),
    path("notes/<slug:key>/<int:number>/", public_views.published, name="published-edition"),
    path("notes/<slug:key>/<int:number>/<slug:format>/", public_views.published_file, name="published-file"),
    path(
        "notes/<slug:key>/<int:number>/pictures/<slug:name>/", public_views.published_picture, name="published-picture"
    ),
]

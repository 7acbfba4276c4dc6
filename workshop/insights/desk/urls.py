"""Addresses of the desk, below /w/<code>/insights/."""

from django.urls import path

from workshop.insights.desk import back_views, views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/deeds/<int:pk>/undo/", views.undo, name="undo"),
    path("cards/<int:pk>/themes/", views.place, name="place"),
    path("themes/add/", views.add_theme, name="theme-add"),
    path("themes/<int:pk>/", views.theme, name="theme"),
    path("themes/<int:pk>/take/", views.take, name="take"),
    path("themes/<int:pk>/take-out/", views.take_out, name="take-out"),
    path("themes/<int:pk>/change/", views.change_theme, name="theme-change"),
    path("themes/<int:pk>/evidence/", views.name_evidence, name="theme-evidence"),
    path("themes/<int:pk>/split/", views.split, name="theme-split"),
    path("themes/<int:pk>/merge/", views.merge, name="theme-merge"),
    path("themes/<int:pk>/remove/", views.remove, name="theme-remove"),
    path("themes/<int:pk>/shift/<slug:way>/", views.shift, name="theme-shift"),
    path("analyses/", back_views.analyses, name="analyses"),
    path("analyses/<slug:analysis>/", back_views.analysis, name="analysis"),
    path("behind/", back_views.texts_behind, name="behind"),
    path("show/", back_views.show, name="show"),
    path("playback/", back_views.playback, name="playback"),
    path("themes/<int:pk>/remark/", back_views.remark, name="remark"),
    path("remarks/<int:pk>/withdraw/", back_views.remark_withdraw, name="remark-withdraw"),
    path("remarks/<int:pk>/settle/", back_views.remark_settle, name="remark-settle"),
]

"""Addresses of the organizer's own desk."""

from django.urls import path

from workshop.organizers.views import accounts, rehearsals, workshops

urlpatterns = [
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("organize/", workshops.organize, name="organize"),
    path("organize/account/", accounts.account, name="account"),
    path("organize/new/", workshops.new, name="workshop-new"),
    path("organize/new/demo/", workshops.from_demo, name="workshop-demo"),
    path("organize/new/copy/", workshops.from_earlier, name="workshop-copy"),
    path("organize/new/rehearsal/", rehearsals.make, name="workshop-rehearsal"),
]

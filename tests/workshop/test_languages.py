"""The seven languages: catalogues that are whole and true to the source, and pages that speak them."""

import re
import shutil
import subprocess
import sys
from datetime import date

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import formats, translation

from workshop.preparing import compile_catalogues

CODES = [code for code, _name in settings.LANGUAGES]
OTHERS = [code for code in CODES if code != "en"]
FORMS = {"fr": 2, "es": 3, "ca": 2, "pt": 2, "ko": 1, "ar": 6}
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
TAG = re.compile(r"<[^>]+>|&\w+;")


def catalogue(code):
    return polib.pofile(str(settings.BASE_DIR / f"locale/{code}/LC_MESSAGES/django.po"))


def name(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


@pytest.fixture(scope="session")
def extracted(tmp_path_factory):
    """All messages of the source as it is now."""
    folder = tmp_path_factory.mktemp("source")
    for part in ("workshop", "gallery", "fishbowl", "templates"):
        shutil.copytree(settings.BASE_DIR / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(settings.BASE_DIR / "manage.py", folder)
    (folder / "locale" / "xx").mkdir(parents=True)
    command = ["manage.py", "makemessages", "-l", "xx", "--no-location"]
    subprocess.run([sys.executable, *command], cwd=folder, check=True, capture_output=True, timeout=120)
    return {name(entry) for entry in polib.pofile(str(folder / "locale/xx/LC_MESSAGES/django.po"))}


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_every_message_and_no_other(code, extracted):
    ours = {name(entry) for entry in catalogue(code) if not entry.obsolete}
    assert sorted(map(str, extracted - ours)) == []
    assert sorted(map(str, ours - extracted)) == []
    assert len(ours) > 2000


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_is_whole_and_its_messages_take_what_the_source_gives(code):
    assert {one: faults for one in catalogue(code) if (faults := faults_of(one, code))} == {}


def faults_of(entry, code):
    given = PLACE.findall(entry.msgid_plural or entry.msgid)
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    faults = ["fuzzy"] * entry.fuzzy + ["forms"] * (bool(entry.msgid_plural) and len(texts) != FORMS[code])
    for number, text in enumerate(texts, start=1):
        taken = PLACE.findall(text)
        # a form for no, one or two things may say so in words
        same = set(taken) <= set(given) if number < len(texts) else sorted(taken) == sorted(given)
        if not same:
            faults.append(f"placeholders of {text}")
        if not text.strip():
            faults.append("empty")
        if not entry.msgid_plural and sorted(TAG.findall(text)) != sorted(TAG.findall(entry.msgid)):
            faults.append(f"tags of {text}")
        if not entry.msgid_plural and _edges(text) != _edges(entry.msgid):
            faults.append(f"edges of {text}")
    return faults


def _edges(text):
    return text[:1] in " \n", text[-1:] in " \n"  # a narrow space before a sign is the language's own


def test_the_checks_find_what_is_wrong():
    entry = polib.POEntry(msgid="%(n)s of <b>%(all)s</b>", msgstr="%(m)s von %(all)s ")
    assert len(faults_of(entry, "fr")) == 3
    assert faults_of(polib.POEntry(msgid="Yes", msgstr=""), "fr")
    assert faults_of(polib.POEntry(msgid="Yes", msgstr="Oui", flags=["fuzzy"]), "fr") == ["fuzzy"]
    one = polib.POEntry(msgid="%(n)s note", msgid_plural="%(n)s notes", msgstr_plural={0: "%(n)s note"})
    assert faults_of(one, "fr") == ["forms"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_the_door_speaks_the_phones_language(code):
    compile_catalogues()
    html = Client().get("/", HTTP_ACCEPT_LANGUAGE=f"{code}-XX,{code};q=0.9,en;q=0.1").content.decode()
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in html
    with translation.override(code):
        assert translation.gettext("Please write the name.") != "Please write the name." or code == "en"
    others = set(re.findall(r'name="language" value="(\w+)"', html))
    assert others == set(CODES) - {code}


def test_catalan_months_join_their_day():
    compile_catalogues()
    with translation.override("ca"):
        assert formats.date_format(date(2026, 4, 3), "DATE_FORMAT") == "3 d’abril de 2026"
        assert formats.date_format(date(2026, 1, 3), "DATE_FORMAT") == "3 de gener de 2026"

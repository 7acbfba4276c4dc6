"""Requests as no browser of ours sends them: odd queries, methods, headers, hosts, forged forms, guessed codes."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.access_table import ANYBODY, TABLE
from tests.conftest import client_of, person
from tests.hostile import strings
from tests.hostile.ways import dump, ways
from workshop import links
from workshop.doorkeeper import GUESSES_A_MINUTE, doorkeeper
from workshop.doors import addresses
from workshop.models import new_code

LOOKS = sorted(name for name, row in TABLE.items() if row.method == "GET")
QUERIES = ["page", "kind", "case", "city", "for", "see", "next", "at", "code", "since", "epoch", "language", "saved"]
TRIED = ["-1", "9" * 5000, "\0 1e308", "now,,wall:,wall:99999,:x", "//pwned.example", strings.MARKUP[3]]
HEADERS = [
    {"HTTP_ACCEPT": "*/*;q=nan, \xff", "HTTP_ACCEPT_LANGUAGE": "xx-" * 2000, "HTTP_REFERER": "javascript:pwned()"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[bad", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": "true"},
    {"HTTP_ACCEPT": "application/json", "HTTP_IF_NONE_MATCH": 'W/"x", "' + "y" * 3000, "HTTP_RANGE": "bytes=9-1"},
    {"HTTP_IF_NONE_MATCH": "*", "HTTP_IF_MODIFIED_SINCE": "never", "CONTENT_TYPE": "text/html; charset=rot13"},
    {"HTTP_COOKIE": 'peerwalk="\\000abcdefghij"; csrftoken=\xff; language=../../x'},
    {"HTTP_X_FORWARDED_HOST": "pwned.example", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_DAPHNE_ROOT_PATH": "/pwned"},
]


def some(name):
    """Pages that take a second to make are asked less often."""
    return 1 if name in ("export", "note") or name.endswith("pdf") else len(TRIED)


@pytest.mark.parametrize("name", LOOKS)
def test_no_query_and_no_header_breaks_a_page(house, name):
    url, client = house.address(name, TABLE[name]), house.master
    before = dump()
    queries = [dict.fromkeys(QUERIES, tried) for tried in TRIED[: some(name)]]
    answers = [client.get(url, query) for query in queries]
    answers += [client.get(url, **headers) for headers in HEADERS[: some(name)]]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    assert [answer["Location"] for answer in answers if "pwned" in answer.get("Location", "").partition("?")[0]] == []
    assert dump() == before or name == "open-link"


def test_a_method_that_is_not_meant_changes_nothing(house):
    client, urls = house.master, [house.address(name, row) for name, row in TABLE.items()]
    before = dump()
    for url in urls:
        for method in ("PUT", "OPTIONS", "HEAD", "PWN"):
            assert client.generic(method, url).status_code < 500, (method, url)
    assert dump() == before


def test_a_form_without_its_token_changes_nothing(house):
    client = Client(enforce_csrf_checks=True)
    client.cookies = house.master.cookies
    forms = [(house.way(way), house.filled(way)) for way in ways()]
    before = dump()
    for url, form in forms:
        assert client.post(url, form).status_code == 403, url
        assert client.post(url, form, HTTP_ORIGIN="http://pwned.example", HTTP_X_CSRFTOKEN="a" * 32).status_code == 403
        assert client.post(url, "text", "text/plain").status_code == 403, url
    assert dump() == before


PROTECTED = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def answers_of_every_kind(house):
    code = house.workshop.code
    bo, hana = client_of(house.bo), client_of("facilitator", house.workshop)
    yield from (house.ask("organizer", name, TABLE[name]) for name in LOOKS if some(name) > 1)
    yield Client().get("/nothing")
    yield Client().get(f"/w/{code}/console/")
    yield Client().get("/link/nothing-real/")
    yield Client().get("/", HTTP_HOST="pwned.example")
    yield Client().get("/a%00b/")
    yield Client(enforce_csrf_checks=True).post("/")
    yield bo.get(f"/w/{code}/console/")
    yield bo.post(f"/w/{code}/gallery/1/notes/", {"text": ""})
    yield bo.post(f"/w/{code}/fishbowl/speak/")
    yield hana.post(f"/w/{code}/next/", {"seen": "x"})
    yield hana.delete(f"/w/{code}/next/")
    yield client_of(house.ada).get("/static/nothing.css")


def test_every_answer_carries_its_protection_and_stays_out_of_shared_caches(house):
    seen = set()
    for answer in answers_of_every_kind(house):
        seen.add(answer.status_code)
        for header, value in PROTECTED.items():
            assert value in answer.get(header, ""), (answer.request["PATH_INFO"], header)
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert "private" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"], answer.request[
            "PATH_INFO"
        ]
        assert "public" not in answer["Cache-Control"]
    assert seen >= {200, 302, 400, 403, 404, 405, 409, 422}


def test_a_page_that_breaks_says_so_calmly_and_protected(house, monkeypatch):
    from workshop import views

    monkeypatch.setattr(views.scenes, "dots", None)
    client = Client(raise_request_exception=False)
    answer = client.get(f"/w/{house.workshop.code}/join/")
    assert answer.status_code == 500
    assert [header for header, value in PROTECTED.items() if value not in answer.get(header, "")] == []
    assert "Traceback" not in answer.content.decode()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(house):
    client = Client()
    client.get(f"/j/{house.workshop.door_key}/")
    cookie = client.cookies["peerwalk"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert len(cookie.value) == 32


@pytest.mark.parametrize(
    "url",
    [
        "//pwned.example",
        "/\\pwned.example",
        "/\t/pwned.example",
        "http:pwned.example",
        "\x08//pwned.example",
        "https://pwned.example",
        "javascript:pwned()",
        "///pwned.example",
        "/%09/pwned.example",
        "http://testserver@pwned.example",
    ],
)
def test_nobody_is_led_away(house, url):
    code = house.workshop.code
    joined = Client().post(f"/w/{code}/join/", {"name": "Cy", "city": "Lyon", "next": url})
    language = Client().post("/language/", {"language": "en", "next": url})
    back = client_of(house.ada).get(f"/w/{code}/join/", {"next": url})
    sign_in = house.client("organizer").get("/sign-in/", {"next": url})
    for answer in (joined, language, back, sign_in):
        assert answer["Location"].startswith("/") and not answer["Location"].startswith(("//", "/\\", "/\t"))


def test_a_cookie_that_was_planted_is_not_the_one_of_whoever_joins(house):
    client = Client()
    client.get(f"/j/{house.workshop.door_key}/")
    planted = client.cookies["peerwalk"].value
    client.post(f"/w/{house.workshop.code}/join/", {"name": "Cy", "city": "Lyon"})
    thief = Client()
    thief.cookies["peerwalk"] = planted
    assert thief.get(f"/w/{house.workshop.code}/mine/").status_code == 302
    assert client.get(f"/w/{house.workshop.code}/mine/").status_code == 200


def test_a_cookie_that_was_made_up_is_not_taken_over(house):
    client = Client()
    client.cookies["peerwalk"] = "a" * 32
    client.post(f"/w/{house.workshop.code}/join/", {"name": "Cy", "city": "Lyon"})
    assert client.cookies["peerwalk"].value != "a" * 32


def test_a_page_that_was_kept_makes_nobody_somebody_else(house):
    key = "7f6c1f0e-2f5b-4a3c-9d53-0f6f2f8f7a11"
    first, again, other = Client(), Client(), Client()
    url, said = f"/w/{house.workshop.code}/join/", {"name": "Cy", "city": "Lyon", "key": key}
    assert first.post(url, said).status_code == 302
    assert again.post(url, said).status_code == 302
    assert other.post(url, said | {"name": "Di"}).status_code == 409
    assert house.workshop.present().filter(name__in=["Cy", "Di"]).count() == 1


# --- guessing ----------------------------------------------------------------------------------
IN_A_WORKSHOP = sorted(name for name in addresses() if "{code}" in addresses()[name])


def test_codes_are_not_guessed_at_any_address(house):
    stranger, code = Client(), house.workshop.code
    for name in IN_A_WORKSHOP:
        if TABLE[name].allowed != ANYBODY:
            url = house.address(name, TABLE[name])
            ask = stranger.get if TABLE[name].method == "GET" else stranger.post
            doorkeeper.forget()
            ask(url.replace(code, new_code()))
            assert len(doorkeeper._wrong) == 1, name  # it is counted
            doorkeeper._wrong *= GUESSES_A_MINUTE
            assert (ask(url.replace(code, new_code())).status_code, ask(url).status_code) == (429, 429), name
    assert client_of(house.ada).get(f"/w/{code}/mine/").status_code == 200


def test_whoever_came_by_the_qr_code_gets_in_while_others_guess(house):
    guest, code = Client(), house.workshop.code
    guest.get(f"/j/{house.workshop.door_key}/")
    for _guess in range(GUESSES_A_MINUTE + 1):
        Client().get(f"/w/{new_code()}/")
    assert guest.get(f"/w/{code}/join/").status_code == 200
    assert guest.get(f"/w/{code}/gallery/1/").status_code == 302


# --- deciding for others -----------------------------------------------------------------------
TRAVELS = [
    ("mine-change", {}, {"name": "Ada", "city": "Quito", "consent": "name"}),
    ("statement-check", {"pk": "statement"}, {"answer": "yes", "consent": "name"}),
    ("gallery:choose", {"pk": "note"}, {"consent": "name", "read": "on"}),
    ("insights:travel", {"pk": "card"}, {"consent": "name", "read": "on"}),
    ("insights:write", {}, TABLE["insights:write"].post | {"consent": "name"}),
]


@pytest.mark.parametrize("name, takes, said", TRAVELS)
def test_no_helper_decides_for_somebody_with_a_phone_how_far_words_travel(house, name, takes, said):
    url = reverse(
        name, kwargs={"code": house.workshop.code} | {part: house.find(value) for part, value in takes.items()}
    )
    steward, before = client_of("steward", house.workshop), None
    before = dump()
    answer = steward.post(url, said | {"for": house.ada.number}, HTTP_ACCEPT="application/json")
    assert (answer.status_code, dump() == before) == (403, True)
    house.ada.has_phone = False
    house.ada.save(update_fields=["has_phone"])
    assert steward.post(url, said | {"for": house.ada.number}, HTTP_ACCEPT="application/json").status_code == 200


def test_a_form_again_for_somebody_else_is_a_page(house):
    steward = client_of("steward", house.workshop)
    cy = person(house.workshop, "Cy", "Lyon", has_phone=False)
    assert steward.post(f"/w/{house.workshop.code}/mine/change/", {"for": cy.number}).status_code == 422


# --- too much, and unreadable ------------------------------------------------------------------
def test_far_too_much_is_refused_with_a_sentence(house):
    ada = client_of(house.ada)
    answer = ada.post(
        f"/w/{house.workshop.code}/gallery/1/notes/", {"text": "a" * 3_000_000}, "application/x-www-form-urlencoded"
    )
    assert answer.status_code in (413, 422)
    many = "&".join(f"f{n}=1" for n in range(1000))
    assert (
        ada.post(f"/w/{house.workshop.code}/gallery/1/notes/", many, "application/x-www-form-urlencoded").status_code
        == 400
    )


@pytest.mark.parametrize(
    "charset", ["rot13", "utf-7", "utf-16", "unicode_escape", "idna", "undefined", "punycode", "hex"]
)
def test_a_form_in_signs_of_its_own_is_refused(house, charset):
    body = b'--x\r\nContent-Disposition: form-data; name="next"\r\n\r\n/\\ud800\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert Client().generic("POST", f"/w/{house.workshop.code}/join/", body, kind).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b"--x\r\n\r\n",
        b"text=%ff%fe%ed%a0%80",
        b"\xff\xfe",
        b'--x\r\nContent-Disposition: form-data; name="text"; filename="../../a\x00.jpg"\r\n\r\nx\r\n--x--',
    ],
)
@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "application/json",
        "\xff",
    ],
)
def test_a_body_that_is_none_is_refused(house, kind, body):
    answer = client_of(house.ada).generic("POST", f"/w/{house.workshop.code}/gallery/1/notes/", body, kind)
    assert answer.status_code in (400, 422)


def test_a_link_to_the_end_of_its_time_opens_nothing(house):
    link, token = links.make_link(role="steward", workshop=house.workshop, expires_at="2020-01-01T00:00Z")
    assert Client().get(f"/link/{token}/").status_code == 409

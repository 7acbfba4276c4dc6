# ruff: noqa: F811  (fixtures are imported and then named)
"""Words typed without network are never lost: they wait in sight, arrive once and in order, or return with a reason.

A cut of five minutes in full: PEERWALK_CUT=300 pytest tests/gallery/test_offline.py -k twenty
"""

import contextlib
import os
import re
import time
import uuid

import pytest
from playwright.sync_api import expect

from gallery.models import Note, Vote
from tests.browsers import ARGUMENTS, PHONE, Tunnel, chromium, room  # noqa: F401
from tests.conftest import client_of, move_to
from tests.proxy import Way
from tests.servers import alone, prepared, servers, shared, until  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.servers]
CUT = ("ERR_", "htmx:sendError", "WebSocket", "status of 40", "status of 42", "status of 50")

DOUBLE_TAP = 800  # milliseconds: what presses the same button sooner is its second tap, and does nothing
LONG = float(os.environ.get("PEERWALK_CUT", "2"))  # seconds without network, at least


@pytest.fixture
def walk(room):
    """A room at the gallery walk, where a network may fail."""
    room.moves_to("gallery")
    room.forgive(*CUT)
    return room


def phone_of(walk, person, url, path="/gallery/1/"):
    phone = walk.page(person, url=url, **PHONE)
    phone.goto(walk.at + path)
    return phone


def pin(phone):
    return phone.get_by_role("button", name="Pin the note")


def write(phone, text, kind="take"):
    phone.locator(f"#write .kind.{kind}").click()
    phone.fill("#id_text", text)
    expect(pin(phone)).to_be_enabled()  # it rests for a moment after a press; Playwright would scroll about meanwhile
    pin(phone).click()
    expect(phone.locator("#id_text")).to_have_value("")


def slips(phone):
    return phone.locator("#outbox .typed")


def hung(reader, at, number=1):
    """What hangs on a wall, oldest first, as a script reads it."""
    html = reader.get(f"{at}/state/?see=wall:{number}").json["fragments"][0]["html"]
    return [text.split("</p>")[0] for text in html.split('<p dir="auto">')[1:]][::-1]


# --- replays ------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_press_that_arrives_again_has_no_second_effect(workshop, ada):
    move_to(workshop, "gallery")
    phone, at = client_of(ada), f"/w/{workshop.code}/gallery/1"
    on, off = {"on": "1", "key": uuid.uuid4()}, {"on": "0", "key": uuid.uuid4()}
    for press in (on, on, off, on, off, on):
        assert phone.post(f"{at}/vote/", press, headers={"accept": "application/json"}).json() == {"done": True}
    assert Vote.objects.count() == 0
    note = {"kind": "take", "text": "Once", "key": uuid.uuid4()}
    answers = [phone.post(f"{at}/notes/", note, headers={"accept": "application/json"}).json() for _time in range(3)]
    assert (answers[0], answers[1], Note.objects.count()) == (answers[1], answers[2], 1)


# --- the network is gone -------------------------------------------------------------------------
def test_what_waits_is_in_sight_and_arrives_in_order(walk):
    tunnel = Tunnel(walk.server.port)
    ada = phone_of(walk, walk.joins("Ada", "Quito"), tunnel.url)
    tunnel.cut()
    write(ada, "One")
    write(ada, "Two", "question")
    expect(slips(ada)).to_have_text(["One", "Two"])
    question = ada.locator("#outbox .note.question").inner_text().split("\n")
    assert [line for line in question if line] == ["Question", "waiting", "Two", "Station 1, Montreal"]
    assert ada.locator("#waiting").inner_text().split("\n") == ["No connection: 2 waiting", "Sent when you are back."]
    assert hung(walk.hana, walk.at) == []
    tunnel.mend()
    expect(ada.locator("#waiting")).to_be_hidden(timeout=15000)
    expect(ada.locator("#wall-1 .note p")).to_have_text(["Two", "One"])
    expect(ada.locator("#mine .note p")).to_have_text(["Two", "One"])
    expect(ada.locator("#announce")).to_have_text("Everything that waited has arrived.")


def test_a_lost_answer_makes_no_second_note(walk):
    way = Way(walk.server.port)
    ada = phone_of(walk, walk.joins("Ada", "Quito"), way.url)
    way.mode = "swallow"
    write(ada, "Once")
    expect(slips(ada)).to_have_text(["Once"])
    expect(ada.locator("#wall-1 .note p")).to_have_text(["Once"])
    way.mode = "open"
    expect(ada.locator("#outbox")).to_be_hidden(timeout=9000)
    assert len(way.posts) > 1
    assert hung(walk.hana, walk.at) == ["Once"]


def test_a_sign_in_page_of_the_hotel_is_no_answer(walk):
    way = Way(walk.server.port)
    ada = phone_of(walk, walk.joins("Ada", "Quito"), way.url)
    way.mode = "portal"
    write(ada, "Held")
    expect(slips(ada)).to_have_text(["Held"])
    assert hung(walk.hana, walk.at) == []
    way.mode = "open"
    expect(ada.locator("#outbox")).to_be_hidden(timeout=9000)
    assert hung(walk.hana, walk.at) == ["Held"]


def test_ten_taps_make_one_note(walk):
    ada = walk.phone("Ada", "Quito", "/gallery/1/")
    ada.fill("#id_text", "Impatient")
    ada.evaluate("""async () => {
      const button = document.querySelector("#write .go");
      for (let tap = 0; tap < 10; tap += 1) { button.click(); await new Promise((resolve) => setTimeout(resolve, 30)); }
    }""")
    expect(ada.locator("#wall-1 .note p")).to_have_text(["Impatient"])
    expect(ada.locator("#outbox")).to_be_hidden()
    expect(ada.locator("#id_text_error")).to_have_count(0)


def test_dots_wait_and_one_too_many_comes_back(walk):
    tunnel = Tunnel(walk.server.port)
    ada = phone_of(walk, walk.joins("Ada", "Quito"), tunnel.url, "/gallery/")
    tunnel.cut()
    for poster in range(4):
        ada.locator(".posters .btn").nth(poster).click()
    expect(ada.locator("#waiting")).to_contain_text("4 waiting")
    expect(ada.locator(".posters .btn[disabled] .state")).to_have_text(["waiting"] * 4)
    tunnel.mend()
    expect(ada.locator("#waiting")).to_contain_text("1 not sent", timeout=9000)
    expect(ada.locator(".posters [aria-pressed=true]")).to_have_count(3)
    expect(ada.locator("#outbox .wrong")).to_have_text("You have placed all your 3 dots. Take one back first.")
    ada.wait_for_timeout(DOUBLE_TAP)
    ada.locator(".posters [aria-pressed=true]").first.click()
    expect(ada.locator(".posters [aria-pressed=true]")).to_have_count(2)
    ada.get_by_role("button", name="Send again").click()
    expect(ada.locator("#outbox")).to_be_hidden()
    expect(ada.locator(".posters [aria-pressed=true]")).to_have_count(3)


# --- what comes back -----------------------------------------------------------------------------
def test_a_refused_note_comes_back_into_its_form_with_the_reason(walk):
    tunnel = Tunnel(walk.server.port)
    ada = phone_of(walk, walk.joins("Ada", "Quito"), tunnel.url)
    tunnel.cut()
    write(ada, "A late thought", "condition")
    write(ada, "Too long" * 200)
    expect(slips(ada)).to_have_count(2)
    tunnel.mend()
    reasons = ada.locator("#outbox .wrong:visible")
    expect(reasons).to_have_text(["This note has 1600 characters; the wall takes 1000. Make two of it."], timeout=9000)
    ada.goto(f"{walk.at}/gallery/2/")
    ada.get_by_role("button", name="Change it and send again").click()
    ada.wait_for_url("**/gallery/1/**")
    expect(ada.locator("#refusal")).to_contain_text("the wall takes 1000")
    expect(ada.locator("#outbox")).to_be_hidden()
    ada.fill("#id_text", "Short")
    pin(ada).click()
    expect(ada.locator("#wall-1 .note p")).to_have_text(["Short", "A late thought"])


LONG_AGO = """
from datetime import timedelta
from workshop.models import Stage
for stage in Stage.objects.filter(kind="gallery", ended_at__isnull=False):
    stage.ended_at -= timedelta(minutes=31)
    stage.save()
"""


def test_what_waited_too_long_says_so(walk):
    tunnel = Tunnel(walk.server.port)
    ada = phone_of(walk, walk.joins("Ada", "Quito"), tunnel.url)
    tunnel.cut()
    write(ada, "Too late")
    walk.moves_to("closing")
    walk.server.manage("shell", "-v", "0", "-c", LONG_AGO)
    tunnel.mend()
    expect(ada.locator("#outbox .wrong")).to_contain_text("its walls took notes for half an hour more", timeout=9000)
    expect(slips(ada)).to_have_text(["Too late"])
    ada.get_by_role("button", name="Throw it away").click()
    expect(ada.locator("#outbox")).to_be_hidden()


def test_a_forgotten_visitor_comes_back_and_it_is_sent(walk):
    person = walk.joins("Ada", "Quito")
    code = person.get(f"{walk.at}/mine/", Accept="text/html").text.split('code huge num" dir="ltr">')[1][:9]
    ada = phone_of(walk, person, walk.server.url)
    ada.context.clear_cookies()
    write(ada, "Still mine")
    theirs = ada.locator("#outbox .alert")
    expect(theirs).to_contain_text("Written by Ada, Quito on this phone: 1 waiting")
    ada.reload()
    ada.wait_for_url("**/join/**")
    expect(theirs).to_contain_text("Sent when you have come back")
    assert hung(walk.hana, walk.at) == []
    theirs.get_by_role("link", name="Come back").click()
    ada.fill("#id_return_code", code)
    ada.get_by_role("button", name="Continue as the same person").click()
    ada.wait_for_url("**/gallery/")
    expect(ada.locator("#outbox")).to_be_hidden()
    assert hung(walk.hana, walk.at) == ["Still mine"]


def test_nothing_goes_out_under_somebody_elses_name(walk):
    ada, bo = walk.joins("Ada", "Quito"), walk.joins("Bo", "Dakar")
    shared_phone = phone_of(walk, ada, walk.server.url)
    shared_phone.context.add_cookies([{"name": "peerwalk", "value": bo.cookies["peerwalk"], "url": walk.server.url}])
    write(shared_phone, "From Ada")
    theirs = shared_phone.locator("#outbox .alert")
    expect(theirs).to_contain_text("Written by Ada, Quito on this phone: 1 waiting")
    expect(slips(shared_phone)).to_have_count(0)
    assert hung(walk.hana, walk.at) == []
    shared_phone.get_by_role("button", name="I am the one").click()
    expect(shared_phone.locator("#wall-1 .note footer bdi")).to_have_text("Dakar")


def test_what_one_person_typed_is_not_brought_to_the_next_on_the_same_phone(walk):
    ada, bo = walk.joins("Ada", "Quito"), walk.joins("Bo", "Dakar")
    phone = phone_of(walk, ada, walk.server.url)
    phone.evaluate("localStorage.setItem(`draft ${location.pathname} note-1`, 'From nobody knows whom')")
    phone.locator("#id_text").press_sequentially("Half a thought")
    for person, brought in ((bo, ""), (ada, "Half a thought")):
        phone.context.add_cookies([{"name": "peerwalk", "value": person.cookies["peerwalk"], "url": walk.server.url}])
        phone.goto(f"{walk.at}/gallery/1/")
        expect(phone.locator("#id_text")).to_have_value(brought)
    assert phone.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft /'))") == []


# --- phones that keep nothing --------------------------------------------------------------------
def test_a_phone_that_refuses_to_keep_says_keep_this_page_open(walk):
    tunnel = Tunnel(walk.server.port)
    ada = walk.page(walk.joins("Ada", "Quito"), url=tunnel.url, **PHONE)
    ada.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('Refused', 'SecurityError'); }")
    ada.goto(f"{walk.at}/gallery/1/")
    write(ada, "At once")
    expect(ada.locator("#wall-1 .note p")).to_have_text(["At once"])
    expect(ada.locator("#waiting")).to_be_hidden()
    tunnel.cut()
    write(ada, "In the open page alone")
    expect(ada.locator("#waiting")).to_contain_text("keep this page open")
    walk.moves_to("fishbowl")
    tunnel.mend()
    ada.wait_for_url("**/fishbowl/", timeout=15000)
    assert hung(walk.hana, walk.at) == ["At once", "In the open page alone"]


def test_what_was_answered_is_not_sent_again_where_the_phone_does_not_let_go_of_it(walk):
    way = Way(walk.server.port)
    ada = walk.page(walk.joins("Ada", "Quito"), url=way.url, **PHONE)
    ada.add_init_script("IDBObjectStore.prototype.delete = () => { throw new DOMException('Refused'); }")
    ada.goto(f"{walk.at}/gallery/1/")
    for text in ("One", "Two"):
        write(ada, text)
    expect(ada.locator("#wall-1 .note p")).to_have_text(["Two", "One"])
    expect(ada.locator("#outbox")).to_be_hidden()
    assert [line.split()[1] for line in way.posts] == [f"{walk.at}/gallery/1/notes/"] * 2


A_TURN = """() => {
  const edge = document.body.appendChild(document.createElement("i"));
  Object.assign(edge.dataset, { started: new Date(serverNow() - 50000).toISOString(), seconds: 100 });
  edge.className = "timed";
}"""


# --- kept copies ---------------------------------------------------------------------------------
def a_kept_copy(walk, path, *, kept, now):
    """A page as the worker hands it out without network: made at `now` by the server's clock, `kept` by the phone's."""
    phone = walk.page(walk.joins("Ada", "Quito"), **PHONE)
    phone.route_web_socket("**/live/**", lambda socket: socket.close())
    phone.route("**/state/**", lambda route: route.abort())

    def old(route):
        html = route.fetch().text().replace("<html ", f'<html data-kept="{kept}" ', 1)
        route.fulfill(body=re.sub('data-now="[^"]*"', f'data-now="{now}"', html), content_type="text/html")

    phone.route(f"**{path}", old)
    phone.goto(walk.at + path)
    return phone


def test_the_clocks_of_a_kept_copy_go_by_how_far_the_phone_was_behind_when_it_was_kept(walk):
    phone = a_kept_copy(walk, "/gallery/1/", kept="2026-03-02T10:00:00.000Z", now="2026-03-02T10:01:30+00:00")
    ahead = "Math.round((serverNow() - Date.now()) / 1000)"
    assert phone.evaluate(ahead) == 90
    phone.evaluate("document.body.dataset.ahead = '5000'")  # as live.js learns it
    assert phone.evaluate(ahead) == 5
    phone.evaluate(A_TURN)
    expect(phone.locator(".timed")).to_have_attribute("stroke-dasharray", re.compile(r"^5\d\.\d 100$"))


def test_a_kept_copy_gives_way_to_no_living_page_over_words_in_a_line(walk):
    walk.moves_to("insights")
    moment = "2026-03-02T10:00:00.000Z"
    card = a_kept_copy(walk, "/insights/card/", kept=moment, now=moment)
    went = []
    card.on("request", lambda request: went.append(request.url) if request.is_navigation_request() else None)
    back = "() => document.dispatchEvent(new Event('peerwalk:connected'))"
    line = "document.getElementById('id_next_step')"
    card.evaluate(f"{line}.value = 'Ask the council'")
    card.evaluate(back)
    assert card.evaluate("fetch('/healthz').then((answer) => answer.ok)")
    assert (went, card.evaluate(f"{line}.value")) == ([], "Ask the council")
    card.evaluate(f"{line}.value = ''")
    card.evaluate(back)
    until(lambda: card.wait_for_timeout(50) or went, 10, "The living page should have come.")


# --- the browser is closed, the server restarts --------------------------------------------------
@contextlib.contextmanager
def browser_of(chromium, profile, person, url, *arguments):
    """A page of a browser that keeps its profile when it is closed."""
    launch = chromium.browser_type.launch_persistent_context
    context = launch(profile, executable_path="/usr/bin/chromium", args=[*ARGUMENTS, *arguments], base_url=url, **PHONE)
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in person.cookies.items()])
    yield context.pages[0]
    context.close()


KEPT = """async () => {
  const caught = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
  return (await Promise.all(caught)).flat().map((each) => new URL(each.url).pathname);
}"""


def kept(phone):
    """The addresses of the workshop that this browser keeps for reading without network."""
    return {path for path in phone.evaluate(KEPT) if path.startswith("/w/")}


def covers(at):
    return {f"{at}/gallery/{number}/cover.svg" for number in range(1, 5)}


def test_twenty_notes_outlive_the_cut_the_browser_and_the_server(alone, chromium, tmp_path):
    seeded = alone.seed(people=1)
    at, ada, hana = f"/w/{seeded['code']}", alone.person(seeded["people"][0]), alone.open(seeded["console"])
    hana.post(f"{at}/stages/{seeded['stages']['gallery']}/start/", seen="")
    tunnel = Tunnel(alone.port)
    with browser_of(chromium, tmp_path, ada, tunnel.url) as phone:
        phone.goto(f"{at}/gallery/")
        pages = {f"{at}/gallery/", *(f"{at}/gallery/{number}/" for number in range(1, 5)), f"{at}/insights/card/"}
        until(lambda: kept(phone) == pages | covers(at), 20, "The gallery was not kept.")
        tunnel.cut()
        phone.goto(f"{at}/gallery/1/")
        for number in range(10):
            write(phone, f"Note {number}")
            time.sleep(LONG / 20)
    alone.kill()
    with browser_of(chromium, tmp_path, ada, tunnel.url) as phone:
        phone.goto(f"{at}/gallery/1/")
        expect(phone.locator(".kept-copy")).to_contain_text("A kept copy:")
        expect(slips(phone)).to_have_count(10)
        for number in range(10, 20):
            write(phone, f"Note {number}")
            time.sleep(LONG / 20)
        alone.start()
        phone.reload()
        expect(phone.locator("#waiting")).to_contain_text("No connection: 20 waiting")
        tunnel.mend()
        until(lambda: len(hung(hana, at)) == 20, 15, "Not all came within 15 seconds.")
        expect(phone.locator("#waiting")).to_be_hidden()
        expect(phone.locator(".kept-copy")).to_be_hidden()
    assert hung(hana, at) == [f"Note {number}" for number in range(20)]


def test_the_gallery_is_read_without_server_and_never_as_if_it_were_live(walk, chromium, tmp_path):
    tunnel, ada = Tunnel(walk.server.port), walk.joins("Ada", "Quito")
    with browser_of(chromium, tmp_path, ada, tunnel.url) as phone:
        phone.goto(f"{walk.at}/gallery/3/")
        expect(phone.locator("#now .clock")).to_be_visible()
        until(
            lambda: kept(phone) >= {f"{walk.at}/gallery/4/", f"{walk.at}/gallery/4/cover.svg"}, 20, "It was not kept."
        )
        phone.goto(f"{walk.at}/mine/")
        tunnel.cut()
        phone.goto(f"{walk.at}/")
        phone.locator(".posters a").nth(3).click()
        expect(phone.locator("#poster-4 h1")).to_have_text("A case of Barcelona")
        expect(phone.locator(".cover img")).to_have_js_property("naturalWidth", 640)
        expect(phone.locator(".kept-copy")).to_be_visible()
        expect(phone.locator("#now .clock")).to_be_hidden()
        phone.goto(f"{walk.at}/mine/")
        expect(phone.locator("h1")).to_have_text("No connection just now")
        phone.click("text=Read the posters")
        expect(phone.locator(".kept-copy")).to_be_visible()
        walk.does("/gallery/4/notes/", ada, kind="take", text="Written elsewhere")
        phone.goto(f"{walk.at}/gallery/4/")
        expect(phone.locator("#wall-4 .note")).to_have_count(0)
        tunnel.mend()
        expect(phone.locator("#wall-4 .note")).to_have_count(1, timeout=9000)
        expect(phone.locator(".kept-copy")).to_be_hidden()
        expect(phone.locator("#now .clock")).to_be_visible()

        phone.goto(f"{walk.at}/return/")
        phone.fill("#id_return_code", "somebody")
        phone.keyboard.press("Enter")
        expect(phone.locator(".wrong")).to_contain_text("Nobody here has this code.")
        until(lambda: kept(phone) == covers(walk.at), 5, "Somebody else would find Ada's pages.")


# --- plain http ----------------------------------------------------------------------------------
def test_over_plain_http_the_page_and_its_outbox_survive(prepared, chromium, tmp_path):
    tunnel = Tunnel(0)
    url = f"http://walk.test:{tunnel.port}"
    with servers(prepared, PEERWALK_URL=url) as (server,):
        tunnel.leads_to(server.port)
        seeded = server.seed(people=1)
        at, ada, hana = f"/w/{seeded['code']}", server.person(seeded["people"][0]), server.open(seeded["console"])
        hana.post(f"{at}/stages/{seeded['stages']['gallery']}/start/", seen="")
        lead = "--host-resolver-rules=MAP walk.test 127.0.0.1"
        with browser_of(chromium, tmp_path, ada, url, lead) as phone:
            phone.goto(f"{at}/gallery/1/")
            assert phone.evaluate("[isSecureContext, 'serviceWorker' in navigator]") == [False, False]
            tunnel.cut()
            write(phone, "Before the phone was closed")
            write(phone, "Just before it was closed")
        tunnel.mend()
        with browser_of(chromium, tmp_path, ada, url, lead) as phone:
            phone.goto(f"{at}/gallery/1/")
            expect(phone.locator("#wall-1 .note")).to_have_count(2)
            expect(phone.locator("#outbox")).to_be_hidden()
        assert hung(hana, at) == ["Before the phone was closed", "Just before it was closed"]

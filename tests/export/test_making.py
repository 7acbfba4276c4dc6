"""Files made off the request: in a process of their own, with limits, the same bytes as at once."""

import time

import pytest
from django.utils import timezone

from tests.conftest import client_of, make_workshop, person
from tests.export.opened import printed
from workshop.export import files, making
from workshop.export.gather import gather
from workshop.refusals import NotNow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall():
    workshop = make_workshop(title="A full hall")
    person(workshop, "Eva", "Lyon", consent="city")
    return workshop


def waited_for(made):
    for _look in range(600):
        made.refresh_from_db()
        if made.done_at or made.failed_at:
            return made
        time.sleep(0.1)
    raise AssertionError("it was never made")


def test_a_file_is_made_beside_the_request_and_kept_for_who_asked(hall):
    hana = client_of("facilitator", hall)
    key = hana.post(f"/w/{hall.code}/note/make/pdf/", headers={"accept": "application/json"}).json()["making"]
    address = f"/w/{hall.code}/note/making/{key}/"
    assert hana.get(address).status_code == 200
    made = waited_for(hall.makings.get(key=key))
    assert (made.share, bool(made.done_at)) == (100, True)
    answer = hana.get(f"{address}file/")
    assert answer["Content-Disposition"] == f'attachment; filename="A_full_hall-{hall.code}.pdf"'
    assert "A full hall" in printed(answer.content)
    assert hana.get(address, headers={"accept": "application/json"}).json() == {
        "share": 100,
        "done": True,
        "failed": False,
    }
    assert client_of("facilitator", make_workshop()).get(address).status_code == 404


def test_what_is_made_there_is_what_is_made_here(hall):
    name, kind, content = making.at_once(hall, "archive", "public")
    assert (name, kind) == (f"A_full_hall-{hall.code}.archive.zip", "application/zip")
    assert content == files.make(hall, "archive")[2]
    assert hall.makings.count() == 0


def test_a_job_that_fails_says_so_and_leaves_nothing(hall):
    job = {"format": "nothing", "edition": gather(hall), "language": "en", "zone": hall.zone}
    path = making.path(hall.makings.create(key="0" * 32, format="pdf", edition="public", name="x.pdf"))
    assert making._run(job | {"pictures": "", "path": str(path)}, lambda share: None) is False
    assert not path.exists()


def test_nobody_piles_up_jobs(hall):
    for number in range(making.MOST_WAITING):
        hall.makings.create(key=f"{number:032}", format="pdf", edition="public", name="x.pdf")
    hana = client_of("facilitator", hall)
    assert hana.post(f"/w/{hall.code}/note/make/pdf/").status_code == 429
    assert hana.post(f"/w/{hall.code}/note/make/exe/").status_code == 404


def test_what_failed_or_was_left_by_a_restart_keeps_nobody_waiting(hall):
    for number in range(making.MOST_WAITING):
        hall.makings.create(key=f"{number:032}", format="pdf", edition="public", name="x.pdf")
    hall.makings.update(started_at=timezone.now() - making.GONE_AFTER)
    made = making.start(hall, "html", "public")
    assert waited_for(made).done_at


def test_a_file_that_fails_at_once_leaves_no_row_behind(hall, monkeypatch):
    monkeypatch.setattr(making, "PATIENCE", 0.01)
    with pytest.raises(NotNow, match="could not be made"):
        making.at_once(hall, "html", "public")
    assert hall.makings.count() == 0


def test_whatever_breaks_a_job_it_says_so(hall):
    made = hall.makings.create(key="0" * 32, format="pdf", edition="public", name="x.pdf")
    making._work(made.pk, {"edition": lambda: "what no process can be handed"})
    made.refresh_from_db()
    assert made.failed_at

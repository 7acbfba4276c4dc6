# ruff: noqa: F811  (fixtures are imported and then named)
"""Words come first: a note is taken while a whole room is still looking."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from tests.servers import alone, prepared  # noqa: F401

pytestmark = pytest.mark.servers
LOOKS = 120


def test_a_note_does_not_wait_behind_a_room_that_looks(alone):
    seeded = alone.seed(people=2)
    ada, bo = map(alone.person, seeded["people"])
    poster = f"/w/{seeded['code']}/gallery/1/"
    bo.get("/")
    with ThreadPoolExecutor(LOOKS) as room:
        looks = [room.submit(ada.get, poster) for _phone in range(LOOKS)]
        wait(looks[:1])
        assert bo.post(f"{poster}notes/", kind="take", text="We should measure first").status == 200
        looked_by_then = sum(look.done() for look in looks)
        assert {look.result().status for look in looks} == {200}
    assert looked_by_then < LOOKS * 0.8

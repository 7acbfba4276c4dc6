"""Delays of commands: the one that moved somebody counts, on each phone that looked before, and not on the author's."""

import asyncio
import json
from types import SimpleNamespace

from workshop.rehearsal.eyes import Eyes


def picture(queue="", chairs="", speaker=0):
    html = f'<section id="circle" data-queue="{queue}" data-chairs="{chairs}" data-speaker="{speaker}">'
    return json.dumps({"id": "circle", "revision": 1, "html": html}).encode()


class Looker:
    """A phone that looks at the circle since then, on the loop's clock."""

    def __init__(self, since=0.5):
        self.watching_since = since


def words(sent_at, is_refused=False):
    return SimpleNamespace(sent_at=sent_at, is_refused=is_refused)


def seen(eyes, *pictures):
    """The delays, in whole seconds, once each (phone, picture) was seen at 1, 2, 3 s of the loop's clock."""

    async def look():
        loop = asyncio.get_running_loop()
        for second, (who, what) in enumerate(pictures, 1):
            loop.time = lambda second=second: float(second)
            eyes.see(who, what)

    asyncio.run(look())
    return eyes.delays


def test_a_command_counts_on_each_phone_that_looked_before_it_was_sent():
    eyes, author, one, late = Eyes(), Looker(), Looker(), Looker(since=3.5)
    eyes.look_for("ask_for_a_chair", 7, words(sent_at=2.0), author)
    shown = [(each, picture()) for each in (author, one, late)] + [
        (each, picture("7 ")) for each in (author, one, late)
    ]
    assert seen(eyes, *shown) == [3.0]


def test_a_first_picture_and_a_refused_command_tell_nothing():
    eyes, one = Eyes(), Looker()
    eyes.look_for("take_the_chair", 7, words(sent_at=0.6, is_refused=True), Looker())
    eyes.look_for("take_the_chair", 8, words(sent_at=0.6), Looker())
    assert seen(eyes, (one, picture(chairs="8:taken:1 ")), (one, picture(chairs="8:taken:1 7:taken:2 "))) == []


def test_one_move_is_one_command_and_the_next_is_another():
    eyes, one = Eyes(), Looker()
    for door, sent_at in (("call", 1.0), ("take_the_chair", 2.5), ("speak", 3.5), ("leave_the_chair", 4.0)):
        eyes.look_for(door, 7, words(sent_at), Looker())
    shown = [picture("7 "), picture(chairs="7:called:1 "), picture(chairs="7:taken:1 "), picture(chairs="7:taken:1 ")]
    shown += [picture(chairs="7:taken:1 ", speaker=7), picture()]
    assert seen(eyes, *((one, each) for each in shown)) == [1.0, 0.5, 1.5, 2.0]

# ruff: noqa: F811  (fixtures are imported and then named)
"""`manage.py rehearse` against real servers: what simulated people send arrives once, whatever happens on the way."""

import json
import re
import socket
import subprocess
import sys

import pytest

from tests.servers import ROOT, alone, prepared, redis, servers, shared, together  # noqa: F401

pytestmark = [pytest.mark.servers, pytest.mark.timed]
SMALL = ("--people", "12", "--pace", "1", "--json")
GOES_WRONG = ("lost", "doubled", "refused", "out_of_order", "over_capacity", "violations", "waiting")


def demo(server):
    return json.loads(server.manage("demo", "--json"))["code"]


def started(server, *about, **env):
    """The command on its way, as a process."""
    command = [sys.executable, "-W", "ignore", "manage.py", "rehearse", *about]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env=server.env | env, **pipes)


def finished(command):
    """(exit code, the figures on its last line)."""
    out, err = command.communicate(timeout=150)
    assert out, err
    return command.returncode, json.loads(out.splitlines()[-1])


def wrong(figures):
    """What was lost or came twice. Whoever withdraws as they are called is refused: that is no fault."""
    return {name: n for name, n in figures.items() if name.endswith(GOES_WRONG) and n and name != "commands_refused"}


def test_a_small_room_rehearses_and_nothing_is_lost(alone):
    code, figures = finished(started(alone, demo(alone), *SMALL))
    assert (code, wrong(figures), figures["people"]) == (0, {}, 12)
    assert figures["notes_arrived"] == figures["notes_sent"] > 20
    assert min(figures[name] for name in ("votes_sent", "cards_sent", "commands_sent", "sends_repeated")) > 5
    assert 0 < figures["delay_ms_p50"] <= figures["delay_ms_p95"]
    assert 0 < figures["command_delay_ms_p50"] <= figures["command_delay_ms_p95"]


@pytest.fixture(scope="module")
def walk(shared):
    """The code of the demo, to be copied by each rehearsal of the circles alone."""
    return demo(shared)


CIRCLES = ("--only", "fishbowl", "--people", "18", "--pace", "1", "--json", "--drop")


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        ("open", "turns"),
        ("guest", "turns"),
        ("closed", "groups_changed"),
        ("tap_in", "chairs_passed_on"),
        ("samoan", "turns"),
        ("satellites", "questions_taken"),
    ],
)
def test_each_kind_of_circle_rehearses_and_what_is_its_own_takes_place(shared, walk, kind, sign):
    code, figures = finished(started(shared, walk, *CIRCLES, "--variant", kind))
    assert (code, wrong(figures), figures["people"], figures["circles"]) == (0, {}, 18, 1)
    assert min(figures[name] for name in ("commands_sent", "chairs_taken", sign)) > 0
    others = {"groups_changed": "closed", "questions_taken": "satellites"}
    assert [name for name, only in others.items() if only != kind and figures[name]] == []


@pytest.mark.parametrize("kind", ["open", "tap_in"])
def test_several_circles_rehearse_and_meet_and_nobody_has_two_chairs(shared, walk, kind):
    """Two circles and the synthesis in which they meet, which both people who speak for one come to."""
    code, figures = finished(started(shared, walk, *CIRCLES, "--circles", "2", "--variant", kind))
    assert (code, wrong(figures), figures["people"], figures["circles"]) == (0, {}, 18, 3)
    assert figures["chairs_taken"] > 2
    assert 0 < figures["command_delay_ms_p50"] <= figures["command_delay_ms_p95"]


def test_two_processes_on_postgresql_and_redis_do_the_same(together):
    ports = [part for server in together for part in ("--port", str(server.port))]
    code, figures = finished(started(together[0], demo(together[0]), *SMALL, *ports))
    assert (code, wrong(figures), figures["people"]) == (0, {}, 12)
    assert figures["notes_arrived"] == figures["notes_sent"] > 20


def test_a_server_that_is_killed_and_comes_back_loses_nothing(alone):
    command = started(alone, demo(alone), "--people", "12", "--pace", "3", "--json")
    assert any("round 2" in line for line in command.stderr)
    alone.kill()
    alone.start()
    code, figures = finished(command)
    assert (code, wrong(figures), figures["people"]) == (0, {}, 12)
    assert figures["sockets_reopened"] >= 12


def test_where_another_peerwalk_has_the_port_the_command_brings_its_own_server_and_takes_it_away(prepared):
    with servers(prepared) as (other,), servers(prepared) as (server,):
        code = demo(server)
        server.stop()
        command = started(server, code, *SMALL, PORT=str(other.port))
        out, err = command.communicate(timeout=150)
        [port] = map(int, re.findall(r"A server of its own serves on port (\d+)", err))
        assert (json.loads(out.splitlines()[-1])["people"], command.returncode) == (12, 0)
        with socket.socket() as probe:
            assert port != other.port and probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize(
    "about",
    [
        ("NOSUCH",),
        ("{code}", "--people", "1"),
        ("{code}", "--pace", "soon"),
        ("{code}", "--keep", "--drop"),
        ("{code}", "--port", "9"),
        ("{code}", "--variant", "square"),
        ("{code}", "--circles", "13"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(shared, about):
    code = demo(shared)
    command = started(shared, *(part.format(code=code) for part in about))
    out, err = command.communicate(timeout=60)
    assert (out, command.returncode > 0, "Traceback" in err) == ("", True, False)

"""The whole tree of processes: whoever is killed comes back, and nobody is left behind."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

import psutil
import pytest

from tests.server.jobs.conftest import ROOT, Studio, wait_for

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
CODE = """
import signal, sys
from server.config import Config
from server.jobs import supervisor

def stop(*_):
    raise KeyboardInterrupt

signal.signal(signal.SIGTERM, stop)
supervisor.WORKER = "tests.server.jobs.tiny"
config = Config.from_environment()
try:
    supervisor.supervise(config, supervisor.bind(config))
except KeyboardInterrupt:
    sys.exit(7)
"""


class Tree:
    """A studio with one worker that does tiny work."""

    def __init__(self, studio: Studio):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = studio.environment(NARRASCORE_WORKERS="1", NARRASCORE_PORT=str(self.port))
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", CODE], cwd=ROOT, env=self.environment,
                                        stderr=subprocess.DEVNULL)  # fmt: skip

    def child(self, module: str) -> psutil.Process | None:
        children = psutil.Process(self.process.pid).children()
        with suppress(psutil.NoSuchProcess):
            return next((child for child in children if module in child.cmdline()), None)
        return None

    def everybody(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False


@pytest.fixture
def tree(studio):
    made = Tree(studio)
    wait_for(made.answers, 60)
    yield made
    with suppress(psutil.NoSuchProcess):
        everybody = made.everybody()
        made.process.kill()
        psutil.wait_procs(everybody, 10)
    made.process.wait()


def test_killed_parts_come_back_and_the_work_goes_on(studio, tree):
    id = studio.ask(seconds=3)
    wait_for(lambda: studio.job(id)["stage"] == "count", 30)
    tree.child("tests.server.jobs.tiny").kill()
    began = time.monotonic()
    wait_for(lambda: studio.step(id).fence == 2, 20)  # claimed by the next one: no lease was waited for
    assert time.monotonic() - began < 15
    web = tree.child("server.web")
    web.kill()
    assert wait_for(tree.answers, 30), "the socket was open all the time: who asked had to wait, no more"
    wait_for(lambda: studio.job(id)["state"] == "done", 30)


def test_nobody_outlives_the_supervisor_and_the_next_one_goes_on(studio, tree):
    id = studio.ask(seconds=3)
    wait_for(lambda: studio.job(id)["stage"] == "count", 30)
    everybody = tree.everybody()
    tree.process.kill()
    tree.process.wait()
    gone, alive = psutil.wait_procs(everybody, 10)
    assert not alive and len(gone) >= 2
    tree.start()
    wait_for(lambda: studio.job(id)["state"] == "done", 60)
    assert studio.step(id).fence == 2


def test_asked_to_stop_it_stops_everybody(studio, tree):
    id = studio.ask(seconds=60)
    wait_for(lambda: studio.job(id)["stage"] == "count", 30)
    everybody = tree.everybody()
    tree.process.terminate()
    assert tree.process.wait(20) == 7
    assert not any(child.is_running() for child in everybody)
    assert studio.job(id)["state"] == "queued"


def test_a_port_that_is_taken_has_its_sentence(tmp_path):
    from server.config import Config
    from server.jobs.supervisor import PortTaken, bind

    words = r"cannot listen on 127.0.0.1:\d+ .*choose another port with --port"
    with bind(Config(home=tmp_path, port=0)) as first, pytest.raises(PortTaken, match=words):
        first.listen()
        bind(Config(home=tmp_path, port=first.getsockname()[1]))

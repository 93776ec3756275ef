"""Where networks run: nothing is told to anybody about it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = """
import socket
def refuse(*address): raise AssertionError(f"the network was asked for {address}")
socket.getaddrinfo = socket.socket.connect = refuse
import multiprocessing, numpy, torch
started = []
multiprocessing.Process.start = lambda self: started.append(self)  # OpenVINO's reports leave in a process of their own
from synth.runtime import compiled
x = numpy.ones((1, 3), numpy.float32)
(y,) = compiled(torch.nn.Linear(3, 2), (x,))(x)
print(y.shape, started)
"""


def test_converting_a_network_calls_nobody():
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("(1, 2) []\n", 0), done.stderr

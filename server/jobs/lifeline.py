"""A child process that does not outlive its parent, however that dies: nobody would ever stop it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1


def die_with(parent: int, number: int = signal.SIGTERM) -> None:
    """This process gets the signal when the process `parent`, which started it, is gone.

    The kernel does that on Linux; elsewhere a thread waits for the end of stdin, whose other end the parent holds.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:  # it was gone before we asked
            os.kill(os.getpid(), number)
        return

    def wait() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), number)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()

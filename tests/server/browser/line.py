"""A line between a browser and the studio that can be cut, slowed and measured."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from urllib.parse import urlsplit


class Line:
    """Forwards a local port to the studio's. `sent`: bytes from the browser so far; `cut_at`: counts at which every
    connection is reset; `rate`: bytes a second from the browser, 0 for as fast as it goes.
    """

    def __init__(self, url: str):
        self.target = (urlsplit(url).hostname, urlsplit(url).port)
        self.sent, self.cuts, self.rate = 0, 0, 0
        self.cut_at: list[int] = []
        self.open: set[socket.socket] = set()
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.listener.close()
        self.cut()

    def cut(self) -> None:
        """Resets every connection, as a router that restarts."""
        with self.lock:
            self.cuts += 1
            for end in self.open:
                with contextlib.suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    end.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = self.listener.accept()
                threading.Thread(target=self._forward, args=(near,), daemon=True).start()

    def _forward(self, near: socket.socket) -> None:
        with near, socket.create_connection(self.target) as far, selectors.DefaultSelector() as ready:
            with self.lock:
                self.open |= {near, far}
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            with contextlib.suppress(OSError):
                while self._pass_on(ready, near):
                    pass
            with self.lock:
                self.open -= {near, far}

    def _pass_on(self, ready: selectors.BaseSelector, near: socket.socket) -> bool:
        for key, _events in ready.select():
            data = key.fileobj.recv(1 << 16)
            if key.fileobj is near and data:
                data = self._measured(data)
            if not data:
                return False
            key.data.sendall(data)
        return True

    def _measured(self, data: bytes) -> bytes:
        """What of it still goes through."""
        with self.lock:
            cut = bool(self.cut_at) and self.sent + len(data) >= self.cut_at[0]
            data = data[: max(0, self.cut_at.pop(0) - self.sent)] if cut else data
            self.sent += len(data)
        if self.rate:
            time.sleep(len(data) / self.rate)
        if cut:
            self.cut()
        return data

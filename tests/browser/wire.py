"""A wire between browser and server that can be slow, cut, or lose the answers: a relay of bytes on a port of its own."""

from __future__ import annotations

import contextlib
import socket
import threading
import time


class Wire:
    """Relays connections to a port. `delay` is seconds a way; `cut()` breaks and refuses all; `loses_answers` sends but is deaf."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.delay = 0.0
        self.loses_answers = False
        self.is_cut = False
        self.open: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks, new ones break at once."""
        self.is_cut = True
        for one in list(self.open):
            _close(one)

    def mend(self) -> None:
        """Connections pass again."""
        self.is_cut = False

    def close(self) -> None:
        """The end of the wire."""
        self.cut()
        _close(self.listener)

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                if self.is_cut:
                    _close(client)
                    continue
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            return _close(client)
        self.open |= {client, server}
        threading.Thread(target=self._pump, args=(server, client, True), daemon=True).start()
        return self._pump(client, server, False)

    def _pump(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                time.sleep(self.delay)
                if answers and self.loses_answers:
                    break
                target.sendall(data)
        for one in (source, target):
            self.open.discard(one)
            _close(one)


def _close(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()

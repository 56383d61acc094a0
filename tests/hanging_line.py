"""A line to a server that stays open while the server says nothing more: stopped, or with a disk that hangs."""

import socket
import threading
from contextlib import suppress


class HangingLine:
    """To the database, through a port of its own: the connection stays, and from `hang` on nothing is answered."""

    def __init__(self, host: str, port: str) -> None:
        self.server = f"{host}/.s.PGSQL.{port or 5432}" if host.startswith("/") else (host or "127.0.0.1", int(port))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.hung = threading.Event()
        self.ends: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def hang(self) -> None:
        self.hung.set()

    def close(self) -> None:
        for end in (self.listener, *self.ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)  # whoever waits there hears of it
            end.close()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                ours, _address = self.listener.accept()
                theirs = socket.socket(socket.AF_UNIX if isinstance(self.server, str) else socket.AF_INET)
                theirs.connect(self.server)
                self.ends += [ours, theirs]
                for pair in ((ours, theirs), (theirs, ours)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, start: socket.socket, end: socket.socket) -> None:
        with suppress(OSError):
            while said := start.recv(65_536):
                if not self.hung.is_set():
                    end.sendall(said)

"""Messages between the service and its workers, over a pair of sockets: a head in JSON, and a body.

A body that is long comes as an open file instead: the worker is free for the next query while a slow reader reads.
"""

import json
import os
import socket
import struct
from dataclasses import dataclass
from typing import Any

__all__ = ["LONG", "Inbox", "Message", "pack", "read", "send_file"]

#: Bytes of a body from which it goes by file.
LONG = 262_144
#: Bytes read at a time: from 128 KiB on, every read would have the system map and unmap its buffer.
_PIECE = 32_768
_SIZES = struct.Struct(">IIB")


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its head, its body if it is short, and else the file that holds it."""

    head: dict[str, Any]
    body: bytes = b""
    file: int | None = None


def pack(head: dict[str, Any] | bytes, body: bytes = b"", by_file: bool = False) -> bytes:
    """Give the bytes of a message; its head may be JSON already."""
    text = head if isinstance(head, bytes) else json.dumps(head).encode()
    return _SIZES.pack(len(text), len(body), by_file) + text + body


def read(channel: socket.socket) -> Message | None:
    """Wait for a message, the only one on its way; None if the other side is gone."""
    data = channel.recv(_PIECE)
    while len(data) < _SIZES.size or len(data) < _end(data):
        part = channel.recv(_PIECE) if data else b""
        if not part:
            return None
        data += part
    return _message(data)


def send_file(channel: socket.socket, head: dict[str, Any], file: int) -> None:
    """Send a message whose body is a file."""
    data = pack(head, by_file=True)
    sent = socket.send_fds(channel, [data], [file])
    channel.sendall(data[sent:])


class Inbox:
    """The messages that have come from a worker, read without waiting."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._data = bytearray()
        self._files: list[int] = []

    def read(self) -> Message | None:
        """Read what is there; give a message if it is whole. Raises EOFError when the worker is gone."""
        try:
            data, files, _, _ = socket.recv_fds(self._channel, _PIECE, 1)
        except (BlockingIOError, InterruptedError):
            return None
        except ConnectionError:
            raise EOFError from None
        if not data:
            raise EOFError
        self._data += data
        self._files += files
        if len(self._data) < _SIZES.size:
            return None
        by_file = self._data[_SIZES.size - 1]
        if len(self._data) < _end(self._data) or (by_file and not self._files):
            return None
        message = _message(bytes(self._data), self._files.pop(0) if by_file else None)
        self._data.clear()
        return message

    def close(self) -> None:
        """Let go of files that nobody read."""
        for file in self._files:
            os.close(file)
        self._files.clear()


def _end(data: bytes | bytearray) -> int:
    head, body, _ = _SIZES.unpack_from(data)
    return int(_SIZES.size + head + body)


def _message(data: bytes, file: int | None = None) -> Message:
    head, _, _ = _SIZES.unpack_from(data)
    middle = _SIZES.size + head
    return Message(json.loads(data[_SIZES.size : middle]), data[middle:], file)

"""The scanners of this installation: the built-in look, and a ClamAV daemon behind it where ``WENMING_CLAMD`` names one.

A daemon that does not answer lets nothing in: who has set one up wants every file looked at.
"""

from __future__ import annotations

import socket
import struct

from django.conf import settings

from wenming.materials.imports.scanning import ScannerSilentError, look_for_known

PATIENCE = 20
"""Seconds until a daemon that says nothing counts as silent."""
PIECE = 64 * 1024
MOST_ANSWER = 4096


def scan(content: bytes) -> str:
    """Return the name of what was found in the bytes, "" for nothing. ScannerSilentError."""
    found = look_for_known(content)
    address = settings.CLAMD
    return found or (ask_clamd(address, content) if address else "")


def ask_clamd(address: str, content: bytes) -> str:
    """Return what a ClamAV daemon finds; ``address``: the path of its socket, or host:port. ScannerSilentError."""
    try:
        with _connected(address) as wire:
            wire.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                wire.sendall(struct.pack(">I", len(piece)) + piece)
            wire.sendall(struct.pack(">I", 0))
            answer = _answer(wire)
    except OSError as fault:
        raise ScannerSilentError from fault
    if answer.endswith("FOUND"):
        return answer.removeprefix("stream:").removesuffix("FOUND").strip()
    if answer.endswith("OK"):
        return ""
    raise ScannerSilentError(answer)


def _connected(address: str) -> socket.socket:
    """Return a connection with the daemon."""
    host, _colon, port = address.rpartition(":")
    if port.isdigit() and host:
        return socket.create_connection((host, int(port)), timeout=PATIENCE)
    wire = socket.socket(socket.AF_UNIX)
    wire.settimeout(PATIENCE)
    try:
        wire.connect(address)
    except OSError:
        wire.close()
        raise
    return wire


def _answer(wire: socket.socket) -> str:
    """Return the one line with which the daemon answers."""
    said = b""
    while b"\0" not in said and len(said) < MOST_ANSWER:
        piece = wire.recv(MOST_ANSWER)
        if not piece:
            break
        said += piece
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()

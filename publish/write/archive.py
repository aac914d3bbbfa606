"""A ZIP archive of members that are put together of pieces, each packed on its own.

A piece is a run of deflated bytes that looks back at nothing before it and ends at a whole byte (RFC 1951: an
empty stored block, as zlib's full flush writes it). So pieces can stand one after another in any order, and
one that is known from before need not be packed again. No time of writing is stored.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import BinaryIO

import msgspec

LEVEL = 6
LAST = b"\x03\x00"
"""An empty block that is marked as the last one."""

ELSEWHERE = 0xFFFFFFFF
"""Stands for a place that the plain form cannot name: ZIP64 names it beside."""

FAR = ELSEWHERE
"""The first such place."""

_VERSION, _METHOD, _DAY = 45, 8, 33  # ZIP64, deflated, 1 January 1980
_POLYNOMIAL = 0xEDB88320


class Piece(msgspec.Struct, frozen=True):
    """What a piece is when it is unpacked: the CRC-32 and the number of its bytes."""

    crc: int
    length: int


def packed(content: bytes) -> tuple[Piece, bytes]:
    """Pack one piece."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)
    return Piece(zlib.crc32(content), len(content)), data


class Archive:
    """An archive that is written to a file, member by member."""

    def __init__(self, sink: BinaryIO) -> None:
        """Take the file, which must be seekable and empty."""
        self.sink = sink
        self._directory: list[bytes] = []

    def add(self, name: str, pieces: Iterable[tuple[Piece, bytes]]) -> None:
        """Write a member of its pieces, which are taken one by one. OSError by the disk."""
        start, crc, length = self.sink.tell(), 0, 0
        self.sink.write(_local_header(name, 0, 0, 0))
        body = self.sink.tell()
        for piece, data in pieces:
            crc, length = joined_crc(crc, piece), length + piece.length
            self.sink.write(data)
        self.sink.write(LAST)
        end = self.sink.tell()
        self.sink.seek(start)
        self.sink.write(_local_header(name, crc, end - body, length))
        self.sink.seek(end)
        self._directory.append(_entry(name, crc, end - body, length, start))

    def close(self) -> None:
        """Write the directory of the members."""
        start, number = self.sink.tell(), len(self._directory)
        size = self.sink.write(b"".join(self._directory))
        if start + size >= FAR:
            self.sink.write(
                struct.pack(
                    "<4sQHHIIQQQQ", b"PK\6\6", 44, _VERSION, _VERSION, 0, 0, number, number, size, start
                )
                + struct.pack("<4sIQI", b"PK\6\7", 0, start + size, 1)
            )
        self.sink.write(struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, number, number, size, _plain(start), 0))


def _local_header(name: str, crc: int, size: int, length: int) -> bytes:
    fields = (_VERSION, 0, _METHOD, 0, _DAY, crc, size, length, len(name), 0)
    return struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *fields) + name.encode("ascii")


def _entry(name: str, crc: int, size: int, length: int, start: int) -> bytes:
    far = struct.pack("<HHQ", 1, 8, start) if start >= FAR else b""
    fields = (_VERSION, _VERSION, 0, _METHOD, 0, _DAY, crc, size, length, len(name), len(far), 0, 0, 0, 0)
    return struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", *fields, _plain(start)) + name.encode("ascii") + far


def _plain(place: int) -> int:
    return place if place < FAR else ELSEWHERE


def joined_crc(crc: int, piece: Piece) -> int:
    """Return the CRC-32 of some bytes followed by a piece, from the CRC-32 of both.

    The first counts as a polynomial over two elements, which the bits of the piece shift: as `crc32_combine`
    of zlib does it, which Python does not offer.
    """
    power, square, bits = 1 << 31, 1 << 23, piece.length  # x to the 0; x to the 8, which is a byte
    while bits:
        if bits & 1:
            power = _product(power, square)
        square, bits = _product(square, square), bits >> 1
    return _product(power, crc) ^ piece.crc


def _product(one: int, other: int) -> int:
    """Multiply two polynomials modulo that of CRC-32, the highest bit being x to the 0."""
    result = 0
    for place in range(31, -1, -1):
        if one >> place & 1:
            result ^= other
        other = other >> 1 ^ (_POLYNOMIAL if other & 1 else 0)
    return result

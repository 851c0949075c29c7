"""The words of a PDF that Typst made, read without any program for it: what is shown, and what its glyphs stand for."""

from __future__ import annotations

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
GLYPH = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
# A font is chosen, a string is shown in (…) or <…>, the text ends.
SAID = re.compile(rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\)|<([0-9A-Fa-f]+)>|\b(ET)\b", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words(pdf: bytes) -> str:
    """Its text in the order of drawing, each piece in a line of its own."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    fonts = {name: _glyphs(objects, int(number)) for body in objects.values() for name, number in FONT.findall(body)}
    return "".join(_said(stream, fonts) for body in objects.values() if b" Tf" in (stream := _stream(body)))


def _stream(body: bytes) -> bytes:
    found = STREAM.search(body)
    if found is None:
        return b""
    # The last byte may be taken for the end of a line; an incomplete stream is read as far as it goes.
    return zlib.decompressobj().decompress(found[1]) if b"/FlateDecode" in body[: found.start()] else found[1]


def _glyphs(objects: dict[int, bytes], font: int) -> dict[int, str]:
    found = UNICODE.search(objects[font])
    table = _stream(objects[int(found[1])]) if found else b""
    return {int(glyph, 16): bytes.fromhex(said.decode()).decode("utf-16-be") for glyph, said in GLYPH.findall(table)}


def _said(stream: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    font: dict[int, str] = {}
    pieces = []
    for name, literal, digits, end in SAID.findall(stream):
        if end:
            pieces.append("\n")
        elif name:
            font = fonts[name]
        else:
            glyphs = bytes.fromhex(digits.decode()) if digits else ESCAPED.sub(_plain, literal)
            pieces += [font.get(int.from_bytes(glyphs[at : at + 2]), "") for at in range(0, len(glyphs), 2)]
    return "".join(pieces)


def _plain(escaped: re.Match[bytes]) -> bytes:
    said = escaped[1]
    return bytes([int(said, 8) & 255]) if said.isdigit() else NAMED.get(said, said)

"""Files are told by their content."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhurnal.journal.rules.files import MOST_BYTES, clean_name, kind_of, refusal


def packed(**members: str) -> bytes:
    """A ZIP with these members; «__» stands for «/», «_dot_» for «.»."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return buffer.getvalue()


DOCX = packed(word__document_dot_xml="<w/>")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"ID3\x04....", "audio/mpeg"),
        (b"\xff\xfb\x90\x00....", "audio/mpeg"),
        ("Памятка\n1. Дискриминант".encode(), "text/plain"),
        ("Памятка".encode("cp1251"), "text/plain"),
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (packed(xl__workbook_dot_xml=""), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            packed(ppt__presentation_dot_xml=""),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        (packed(mimetype="application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
        (packed(mimetype="application/zip"), ""),
        (packed(secret_dot_txt="x"), ""),
        (packed(word__document_dot_xml="", word__vbaProject_dot_bin="x"), ""),
        (b"PK\x03\x04 broken", ""),
        (b"<html><script>alert(1)</script>", ""),
        (b"  <svg onload=1>", ""),
        (b"MZ\x90\x00\x03", ""),
        (b"GIF89a\x00", ""),
        (b"", "text/plain"),
    ],
)
def test_kinds(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


def test_refusals_are_said_in_words() -> None:
    assert "больше 10 МБ" in refusal("а.pdf", MOST_BYTES + 1, "application/pdf")
    assert "пуст" in refusal("а.txt", 0, "text/plain")
    assert "не подходит" in refusal("а.exe", 10, "")
    assert "назван не по содержимому" in refusal("а.docx", 10, "application/pdf")
    assert refusal("а.PDF", MOST_BYTES, "application/pdf") == ""
    assert refusal("а.jpeg", 10, "image/jpeg") == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Памятка «Дискриминант».pdf", "Памятка «Дискриминант».pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\а\\план.docx", "план.docx"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        (" .pdf ", "pdf"),
    ],
)
def test_names(given: str, kept: str) -> None:
    assert clean_name(given) == kept


ODT = "application/vnd.oasis.opendocument.text"


@given(place=st.integers(min_value=0), value=st.integers(0, 255), cut=st.integers(min_value=0))
@example(place=39, value=0xFF, cut=0)
@example(place=34, value=0x50, cut=0)
def test_a_broken_archive_is_no_file_of_ours_or_one_of_them(place: int, value: int, cut: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODT)
    content = bytearray(buffer.getvalue())
    content[4 + place % (len(content) - 4)] = value
    assert kind_of(bytes(content[: len(content) - cut % 40])) in {"", ODT}


def test_a_mark_of_byte_order_hides_no_page() -> None:
    assert kind_of(b"\xef\xbb\xbf <html><script>alert(1)</script>") == ""

"""Which files may be attached to homework: up to 10 MB, of named types, told by their content and not by their name."""

from __future__ import annotations

import io
import zipfile

MOST_BYTES = 10 * 1024 * 1024
NAMED = "PDF, DOCX, XLSX, PPTX, ODT, PNG, JPG, TXT, MP3"

_PDF = "application/pdf"
_PNG = "image/png"
_JPEG = "image/jpeg"
_MP3 = "audio/mpeg"
_TXT = "text/plain"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_DOCX = _OFFICE + "wordprocessingml.document"
_XLSX = _OFFICE + "spreadsheetml.sheet"
_PPTX = _OFFICE + "presentationml.presentation"
_ODT = "application/vnd.oasis.opendocument.text"
EXTENSIONS = {
    _PDF: ("pdf",), _PNG: ("png",), _JPEG: ("jpg", "jpeg"), _MP3: ("mp3",), _TXT: ("txt",), _DOCX: ("docx",), _XLSX: ("xlsx",),
    _PPTX: ("pptx",), _ODT: ("odt",),
}  # fmt: skip
_OFFICE_PARTS = {"word/document.xml": _DOCX, "xl/workbook.xml": _XLSX, "ppt/presentation.xml": _PPTX}


def refusal(name: str, size: int, kind: str) -> str:
    """Why a file is not taken: its size, a content that is none of the named types, or a name that says another type."""
    if size > MOST_BYTES:
        return f"Файл «{name}» больше 10 МБ. Уменьшите его или дайте ссылку в тексте задания."
    if not size:
        return f"Файл «{name}» пуст."
    if not kind:
        return f"Файл «{name}» не подходит: принимаются {NAMED}; тип проверяется по содержимому."
    if name.rpartition(".")[2].casefold() not in EXTENSIONS[kind]:
        return f"Файл «{name}» назван не по содержимому: внутри {EXTENSIONS[kind][0].upper()}. Переименуйте его."
    return ""


def kind_of(content: bytes) -> str:
    """The media type found in the content, or nothing when it is none of the named ones."""
    if content.startswith(b"%PDF-"):
        return _PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _PNG
    if content.startswith(b"\xff\xd8\xff"):
        return _JPEG
    if content.startswith(b"ID3") or (len(content) > 3 and content[0] == 0xFF and content[1] in {0xFB, 0xF3, 0xF2}):
        return _MP3
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content)
    return _TXT if _is_text(content) else ""


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return _ODT if archive.read("mimetype").decode("ascii", "replace").strip() == _ODT else ""
    except Exception:  # a broken archive makes zipfile raise nearly anything: zlib.error, EOFError, ValueError…
        return ""
    if any(name.casefold().endswith(("vbaproject.bin", ".exe", ".js")) for name in names):
        return ""
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), "")


def _is_text(content: bytes) -> bool:
    if b"\x00" in content or content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return False
    for encoding in ("utf-8", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(sign.isprintable() or sign in "\r\n\t\ufeff\xad" for sign in text)
    return False


def clean_name(name: str) -> str:
    """The name as it is kept and offered for download: without folders and control characters, at most 150 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    stem, dot, extension = kept.rpartition(".")
    return f"{stem[: 149 - len(extension)]}{dot}{extension}" if dot else kept[:150]

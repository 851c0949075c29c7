"""The field of a file brought to the journal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

MEGABYTE = 1024 * 1024


class BroughtFile(forms.FileField):
    """A file of one of these kinds, refused when it is too large to be read into memory; `what` is what it can't be then."""

    def __init__(self, *, accept: str, most: int, what: str, **kwargs: Any) -> None:
        self.most, self.what = most, what
        super().__init__(
            widget=forms.ClearableFileInput({"accept": accept}),
            error_messages={
                "required": "Выберите файл.",
                "empty": "Файл пуст.",
                "max_length": "Имя файла слишком длинное.",
            },
            allow_empty_file=True,
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[bytes]:
        """The file, if it is at most `most` megabytes."""
        file: UploadedFile[bytes] = super().clean(data, initial)
        if file.size is not None and file.size > self.most * MEGABYTE:
            raise forms.ValidationError(f"Файл больше {self.most} МБ: это не {self.what} одной школы.")
        return file

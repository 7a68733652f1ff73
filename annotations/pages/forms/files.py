"""A file that is looked through before anything is done: it travels in the form until somebody says so."""

import base64
import binascii
from typing import Any

from django import forms

from annotations.pages.forms.base import PageForm

MAX_FILE_BYTES = 5 * 1024 * 1024


class FileForm(PageForm):
    """`file` is what was chosen, `kept` the one that was looked through, with its `name`; `confirmed` says do it."""

    file = forms.FileField(label="File", required=False, allow_empty_file=True)
    kept = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload and upload.size > MAX_FILE_BYTES:
            raise forms.ValidationError(
                f"The file is larger than {MAX_FILE_BYTES // 1024 // 1024} MB. Import it in parts, or with manage.py."
            )
        return upload

    def clean(self) -> dict[str, Any]:
        """Adds `content`, the bytes."""
        data = super().clean() or {}
        if data.get("file"):
            data["content"], data["name"] = data["file"].read(), data["file"].name[:200]
        elif data.get("kept"):
            data["content"] = self.decoded(data["kept"])
        elif not self.errors:
            self.add_error("file", "Choose a file first.")
        return data

    def decoded(self, kept: str) -> bytes:
        try:
            return base64.b64decode(kept, validate=True)
        except (binascii.Error, ValueError):
            self.add_error("file", "Choose the file again.")
            return b""

    def is_confirmed(self) -> bool:
        return not self.cleaned_data["file"] and bool(self.data.get("confirmed"))


def carried(content: bytes) -> str:
    """The bytes as a hidden field brings them back unchanged: browsers change line ends in text."""
    return base64.b64encode(content).decode()

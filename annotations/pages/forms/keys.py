"""The form of one's own keys: a field a command."""

from collections.abc import Iterator
from typing import Any

from django import forms

from annotations.models.keys import COMMANDS, Command, Place, changed, faults_of
from annotations.pages.forms.base import PageForm

GROUPS = (
    ("In the text and the claim", (Place.TEXT,)),
    ("In the tray of changes", (Place.TRAY,)),
    ("In both", (Place.BOTH,)),
)


class KeyField(forms.CharField):
    def __init__(self, command: Command) -> None:
        attrs = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "maxlength": "1"}
        attrs["placeholder"] = command.key
        label = command.words.capitalize()
        super().__init__(label=label, required=False, strip=False, widget=forms.TextInput(attrs))


class KeysForm(PageForm):
    on = forms.BooleanField(
        label="Single keys are commands",
        required=False,
        help_text="Off, only keys with Ctrl, Enter, Esc and the arrows are. Every command has a button.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for command in COMMANDS:
            self.fields[command.name] = KeyField(command)
            self.fields[command.name].widget.attrs["class"] = "input input-key"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, fault in faults_of(self.keys(data)).items():
            self.add_error(name, fault)
        return data

    def keys(self, data: dict[str, Any]) -> dict[str, str]:
        """The keys that differ from those that come with the workbench."""
        return changed({command.name: data.get(command.name) or "" for command in COMMANDS})

    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """The fields by where their keys are heard."""
        for title, places in GROUPS:
            yield title, [self[command.name] for command in COMMANDS if command.place in places]

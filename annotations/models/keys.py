"""The commands of the workbench and their keys: one table for script, pages and the sheet of all keys.

A person may change every key that is a single character, and switch all of them off (WCAG 2.1.4). What is not one
character (arrows, Enter, Esc, anything with Ctrl) stays as it is, and every command has a button of the same name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

RATING_KEYS = "123456789"
PLACE_KEYS = "123"


class Place(StrEnum):
    """Where a key is heard: in the text and the claim panel, in the tray, or in all of them."""

    TEXT = "text"
    TRAY = "tray"
    BOTH = "both"


@dataclass(frozen=True)
class Command:
    """`name` is the command and, behind a colon, what it is told; `key` the one it comes with."""

    name: str
    key: str
    words: str
    place: Place = Place.TEXT

    def is_heard_in(self, place: Place) -> bool:
        return self.place in (place, Place.BOTH)

    def meets(self, other: "Command") -> bool:
        """Whether one key could not mean both."""
        return Place.BOTH in (self.place, other.place) or self.place == other.place


COMMANDS = (
    Command("next-sentence", "j", "next sentence"),
    Command("previous-sentence", "k", "sentence before"),
    Command("next-claim", "J", "next claim"),
    Command("previous-claim", "K", "claim before"),
    Command("next-open", "n", "next sentence not accounted for"),
    Command("mark", "c", "the sentence, or the words chosen, become a claim"),
    Command("dismiss", "x", "nothing to check"),
    Command("switch-end", "b", "move the other end of the choice"),
    Command("place", "g", "take up the words of this claim; then, put it on those chosen"),
    Command("add-place", "G", "the words chosen become another place of this claim"),
    Command("same", "=", "same as an earlier claim"),
    Command("add-source", "s", "add a source"),
    Command("stance:supports", "+", "the source supports it"),
    Command("stance:refutes", "-", "the source refutes it"),
    Command("stance:qualifies", "*", "the source qualifies it"),
    Command("stance:context", "0", "the source gives context"),
    Command("write:locator", "l", "where in the source"),
    Command("show-definitions", "v", "the scale and its definitions"),
    Command("write:reasons", "r", "reasons"),
    Command("done", ".", "done: submit, or approve"),
    Command("write:comment", "m", "comment"),
    Command("write:proposal", "e", "propose other words"),
    Command("compare", "d", "compare with the version before", Place.BOTH),
    Command("show-tray", "D", "what waits for an answer"),
    Command("toggle-lines", "t", "prose, or one sentence a line", Place.BOTH),
    Command("search", "/", "search", Place.BOTH),
    Command("show-keys", "?", "all keys", Place.BOTH),
    Command("next-change", "j", "next change", Place.TRAY),
    Command("previous-change", "k", "change before", Place.TRAY),
    Command("answer:same", "y", "still the same claim", Place.TRAY),
    Command("edit-span", "e", "edit the span", Place.TRAY),
    Command("answer:other", "w", "another claim now", Place.TRAY),
    Command("answer:gone", "g", "gone", Place.TRAY),
)
BY_NAME = {command.name: command for command in COMMANDS}

STAYING = (
    ("Shift+↑ Shift+↓", "move one end of the choice by a sentence"),
    ("Shift+← Shift+→", "move it by a word, the way the arrow points"),
    ("Enter", "open the sentence; choose among its claims"),
    ("Ctrl+Z", "undo: takes back what you did last here, also after a reload"),
    ("Ctrl+Shift+Z Ctrl+Y", "redo"),
    ("Ctrl+Enter", "in a field: save, and back to the text"),
    ("Esc", "back to the text"),
)
"""Keys that nobody changes, because they are no single characters."""


def key_of(person: Any, name: str) -> str:
    """The character that means the command for this person; "" when they have switched them off."""
    own = getattr(person, "keys", None) or {}
    if own.get("off"):
        return ""
    return str(own.get("changed", {}).get(name) or BY_NAME[name].key)


def are_off(person: Any) -> bool:
    return bool((getattr(person, "keys", None) or {}).get("off"))


def table_for(person: Any) -> dict[str, dict[str, str]]:
    """What a key means for this person, as the script reads it: place → character → command."""
    if are_off(person):
        return {Place.TEXT.value: {}, Place.TRAY.value: {}}
    return {
        Place.TEXT.value: {key: f"rate:{key}" for key in RATING_KEYS} | heard_in(Place.TEXT, person),
        Place.TRAY.value: {key: f"answer:place-{key}" for key in PLACE_KEYS} | heard_in(Place.TRAY, person),
    }


def heard_in(place: Place, person: Any) -> dict[str, str]:
    return {key_of(person, command.name): command.name for command in COMMANDS if command.is_heard_in(place)}


def changed(keys: Mapping[str, str]) -> dict[str, str]:
    """Only what differs from the keys as they come; an empty one is as it comes."""
    return {name: key for name, key in keys.items() if key and key != BY_NAME[name].key}


def faults_of(keys: Mapping[str, str]) -> dict[str, str]:
    """For each command whose key is changed to what it cannot be, a sentence why; the others are as they come."""
    own = changed(keys)
    wanted = {command.name: own.get(command.name, command.key) for command in COMMANDS}
    faults = {name: fault for name, key in wanted.items() if (fault := fault_of(key))}
    for name in own:
        other = next((each for each in COMMANDS if clash(BY_NAME[name], each, wanted)), None)
        if other:
            faults.setdefault(name, f"“{wanted[name]}” means “{other.words}”. Change that one, too.")
    return faults


def clash(one: Command, other: Command, wanted: Mapping[str, str]) -> bool:
    return one.name != other.name and one.meets(other) and wanted[one.name] == wanted[other.name]


def fault_of(key: str) -> str:
    if len(key) != 1 or not key.isprintable() or key.isspace():
        return "A key is one letter, digit or sign."
    return "1 to 9 choose a rating." if key in RATING_KEYS else ""

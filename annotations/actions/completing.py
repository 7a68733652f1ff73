"""What was sent of a record that is here already: nothing of it is dropped without a word.

What is empty here may be filled in; where there is another value, what is here stays, and it is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Completion:
    """`filled`: name → value, of what is empty here. `left`: the names of what was sent and is not taken."""

    filled: Mapping[str, Any] = field(default_factory=dict)
    left: tuple[str, ...] = ()

    def told(self) -> str:
        """What was done, in sentences; nothing where nothing was sent that is not here already."""
        return self.beginning("Filled in")

    def foretold(self) -> str:
        """The same of what would be done."""
        return self.beginning("Would be filled in")

    def beginning(self, filling: str) -> str:
        sentences = [
            f"{filling}: {', '.join(map(in_words, self.filled))}." if self.filled else "",
            f"What is here stays: {', '.join(map(in_words, self.left))}." if self.left else "",
        ]
        return " ".join(filter(None, sentences))


NOTHING_SENT = Completion()


def compared(row: Any, said: Mapping[str, Any]) -> Completion:
    """What could be filled in of `said` (column → value; an empty value says nothing), and what is another here."""
    differing = {name: value for name, value in said.items() if value and value != getattr(row, name)}
    filled = {name: value for name, value in differing.items() if not getattr(row, name)}
    return Completion(filled, tuple(name for name in differing if name not in filled))


def in_words(name: str) -> str:
    return name.replace("_", " ")

"""For whom rows are shaped: what they may see, and in which units they count."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, TextChoices

from annotations.models import Claim, Comment, Source
from annotations.models.sources import known_to


class Units(TextChoices):
    """What positions in a text count."""

    CODE_POINTS = "codepoints", "Unicode code points"
    UTF16 = "utf16", "UTF-16 code units, as JavaScript counts"


@dataclass(frozen=True)
class Recipient:
    """`identities`: whether confidential sources may be named on this way at all, to who may know them.

    Never in an export: files are passed on.
    """

    person: Any
    identities: bool = True
    units: Units = Units.CODE_POINTS

    def kind(self) -> tuple[Any, ...]:
        """All of a recipient on which depends what of a row they may see, rows being as they are."""
        return (self.person.pk, getattr(self.person, "role", ""), self.identities)

    def sources(self) -> QuerySet[Any]:
        """The sources they see, annotated `identity_shown`: whether they may know who or what it is."""
        shown = ExpressionWrapper(self.knows(), output_field=BooleanField())
        return Source.objects.visible_to(self.person).annotate(identity_shown=shown)

    def knows(self, path: str = "") -> Q:
        """Whether they may know who or what a source is; `path` leads to the source, as in "source__"."""
        return known_to(self.person, path) if self.identities else Q(**{f"{path}confidential": False})

    def knows_source(self) -> Q:
        """The same of a row's source. In files the confidential ones are looked up once for all rows: to join each
        row's source PostgreSQL reads some hundred sources for every claim.
        """
        if self.identities:
            return self.knows("source__")
        return ~Q(source__in=Source.objects.filter(confidential=True).order_by())

    def known_sources(self) -> QuerySet[Any]:
        """Those of which they may know who or what it is."""
        return self.sources().filter(identity_shown=True)

    def comments(self) -> QuerySet[Any]:
        """The comments they see; on a way that names no confidential source none that is about one."""
        rows = Comment.objects.visible_to(self.person)
        return rows if self.identities else rows.exclude(evidence__source__confidential=True)

    def reads_blind(self, claims: Iterable[int]) -> set[int]:
        """Those of these claims (keys) whose first reading is kept from them until their own is in."""
        kept = Claim.objects.filter(pk__in=list(claims)).read_blind_by(self.person)
        return set(kept.values_list("pk", flat=True))

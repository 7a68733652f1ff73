"""What is said of a sentence that carries no claim."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.actions.recording import record, together
from annotations.actions.rows import hold_article
from annotations.errors import Conflict
from annotations.models import Disposition, Sentence, Verb
from annotations.permissions import Permission, require


@transaction.atomic
def dismiss_sentence(sentence: Sentence, *, by: Any, reason: str = "") -> Disposition:
    """Say that there is nothing to check in it. Saying it again changes nothing and returns what is there."""
    require(by, Permission.DISMISS_SENTENCE)
    article = hold_article(sentence.version.article_id)
    if said := sentence.dispositions.filter(removed_at=None).first():
        return said
    disposition = Disposition.objects.create(sentence=sentence, by=by, reason=reason.strip())
    record(
        Verb.SENTENCE_DISMISSED,
        by=by,
        row=disposition,
        article=article,
        data={"after": {"ordinal": sentence.ordinal, "reason": disposition.reason}},
        inverse=Verb.SENTENCE_REOPENED,
    )
    return disposition


@transaction.atomic
def dismiss_sentences(sentences: Iterable[Sentence], *, by: Any, reason: str = "") -> list[Disposition]:
    """As `dismiss_sentence`, of several with one press."""
    with together():
        return [dismiss_sentence(sentence, by=by, reason=reason) for sentence in sentences]


@transaction.atomic
def reopen_sentence(sentence: Sentence, *, by: Any) -> Disposition:
    """Take it back: the sentence is open again."""
    require(by, Permission.DISMISS_SENTENCE)
    article = hold_article(sentence.version.article_id)
    disposition = sentence.dispositions.filter(removed_at=None).first()
    if disposition is None:
        raise Conflict("Nobody has said that there is nothing to check here.")
    disposition.removed_at = timezone.now()
    disposition.save()
    record(
        Verb.SENTENCE_REOPENED,
        by=by,
        row=disposition,
        article=article,
        data={"before": {"ordinal": sentence.ordinal, "reason": disposition.reason}},
        inverse=Verb.SENTENCE_DISMISSED,
    )
    return disposition


@transaction.atomic
def reopen_sentences(sentences: Iterable[Sentence], *, by: Any) -> list[Disposition]:
    """As `reopen_sentence`, of several with one press."""
    with together():
        return [reopen_sentence(sentence, by=by) for sentence in sentences]

"""A newsroom with something in every table, for walks through the administration."""

import uuid
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from annotations.actions.access import make_token
from annotations.actions.articles import import_version
from annotations.actions.claims import describe_claim
from annotations.actions.comments import add_comment
from annotations.actions.links import link_claims
from annotations.actions.publications import correct_claim
from annotations.actions.sentences import dismiss_sentence
from annotations.actions.sources import store_snapshot
from annotations.actions.webhooks import make_webhook, send_test
from annotations.models import (
    Appearance,
    Claim,
    Clearance,
    Draft,
    IdempotencyKey,
    Notification,
    Proposal,
    Scope,
    Session,
    Source,
    Why,
)
from tests.make import (
    TEXT,
    alice,
    bob,
    deputy,
    make_article,
    make_assessment,
    make_claim,
    make_evidence,
    make_published,
    make_source,
    make_submitted,
)

MODELS: list[type[Model]] = [
    *(model for model in apps.get_app_config("annotations").get_models() if model is not Session),
    DBTaskResult,
]
"""Every table but the sessions: the key of a row is what signs its person in."""

WORDS = ("12 million euros", "twice as much as planned", "3 May 2024", "40 ships a day")
SECRET = "Zacharias Quill"
"""The name of a confidential source; it must turn up nowhere."""

KEY = "T0PS3CRET"
"""In the addresses of webhooks, where keys often are."""


def make_secret() -> Source:
    return make_source(
        title=f"Conversation with {SECRET}",
        author=[{"literal": SECRET}],
        url="https://quill.example.org/",
        note=f"{SECRET} calls back on Mondays.",
        terms="background",
        public_description="a harbour official",
    )


def make_everything() -> Claim:
    """At least one row in every table; returns the claim most of them hang on."""
    claim = make_published()
    correct_claim(
        claim, by=alice(), kind="correction", text="The year was wrong.", explanation="It was 1912."
    )
    make_inside(claim)
    return Claim.objects.get(pk=claim.pk)


def make_inside(claim: Claim) -> None:
    """What hangs on a published claim and its article, and is the newsroom's own."""
    other = make_submitted(make_claim(claim.article, WORDS[0]))
    make_evidence(other, source=make_secret(), quotation=f"“Ask {SECRET}.”", note="It was late.")
    link_claims(other, by=bob(), to_claim=claim, kind="depends_on")
    describe_claim(other, by=bob(), row_version=Claim.objects.get(pk=other.pk).row_version, tags=["harbour"])
    make_assessment(make_claim(claim.article, WORDS[1]), by=alice())
    for on in (claim.article, claim, claim.evidence.get()):
        add_comment(on, by=bob(), body="Look again at the yearbook.")
    dismiss_sentence(
        claim.article.current_version().sentences.latest("ordinal"), by=bob(), reason="biography"
    )
    import_version(claim.article, TEXT.replace("Nobody", "No one").encode(), by=alice())
    for person in (alice(), bob(), deputy()):
        make_token(person, by=person, scopes=[Scope.READ], name="reader")
    keep_copies(claim)
    make_without_actions(claim)
    for person in (alice(), bob(), deputy()):
        webhook, _ = make_webhook(by=person, address=f"https://{person.username}.example.org/{KEY}")
        send_test(webhook, by=person)


def keep_copies(claim: Claim) -> None:
    source = claim.evidence.get().source
    store_snapshot(
        source,
        by=bob(),
        body=b"%PDF RAW BYTES",
        final_url="https://harbour.example.org/",
        http_status=200,
        media_type="application/pdf",
        text="The old bridge, 1911.",
    )


def make_without_actions(claim: Claim) -> None:
    """Rows whose screens are still to come, and those that are kept beside the actions."""
    Appearance.objects.create(claim=claim, url="https://elsewhere.example.org/", first_known=True)
    version = claim.article.current_version()
    words = {"words_now": "1911", "words_proposed": "1912", "why": "It was."}
    Proposal.objects.create(claim=claim, version=version, by=bob(), **words)
    figures = {"sentences": {"claim": 3, "nothing_to_check": 4}, "claims": {"published": 1}, "sources": 2}
    Clearance.objects.create(
        article=claim.article, version=version, by=alice(), at=timezone.now(), figures=figures
    )
    commented = claim.events.filter(verb="commented").latest("number")
    for person in (alice(), bob(), deputy()):
        Notification.objects.create(person=person, event=commented, why=Why.MENTIONED)
        kept: dict[str, Any] = {"person": person, "object_kind": "claim", "object_uid": claim.uid}
        Draft.objects.create(**kept, field="text", text=f"half a sentence of {person.username}")
        IdempotencyKey.objects.create(
            person=person,
            key=f"key of {person.username}",
            request="POST /api/v1/claims/",
            body_digest="0" * 64,
            status=201,
            answer={"hidden": "answer"},
        )


def make_many(number: int) -> None:
    """So many rows in the tables that grow, each with what hangs on it."""
    article = make_article()
    for index in range(number):
        make_article(
            f"Headline {index}\n\nThe harbour was built in {1800 + index}.", publisher=f"Paper {index}"
        )
        claim = make_claim(article, WORDS[index % len(WORDS)])
        make_evidence(claim, source=make_source(title=f"Yearbook {index}", by=bob()))
        make_evidence(claim, source=make_source(title=f"Talk {index}", by=bob(), terms="background"))
        add_comment(claim, by=bob(), body=f"Look at page {index}.")
        make_assessment(claim, by=alice())
        make_token(bob(), by=bob(), scopes=[Scope.READ], name=f"reader {index}")
    DBTaskResult.objects.create(
        task_path="annotations.tasks.copy_source",
        args_kwargs={"args": [str(uuid.uuid4())], "kwargs": {}},
        backend_name="default",
        run_after=timezone.now(),
    )

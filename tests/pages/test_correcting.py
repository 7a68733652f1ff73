"""Correcting and retracting a published check from the panel."""

import pytest
from django.urls import reverse

from annotations.actions.claims import describe_claim
from annotations.actions.links import link_claims
from annotations.actions.publications import correct_claim
from annotations.models import CorrectionKind, Publication
from annotations.workflow import State
from tests.make import alice, bob, make_article, make_claim, make_published, make_submitted, rating
from tests.pages.visiting import browser_of, get, panel_of, post, words_of

pytestmark = pytest.mark.django_db

COST = "It cost 12 million euros"
SENT = {"kind": "correction", "text": "The yearbook was misread.", "summary": "It was 1912."}


def test_the_form_says_what_each_kind_means_and_what_was_said() -> None:
    claim = make_published()
    link_claims(make_submitted(make_claim(make_article(), COST)), by=bob(), to_claim=claim, kind="repeats")
    panel = panel_of(alice(), claim)
    for words in (
        *(kind.label for kind in CorrectionKind if kind != CorrectionKind.RETRACTION),
        "What we said was right then",
        'We said: <span dir="auto">It was 1911.</span>',
        "1 claim rests on this check and becomes stale",
        "answers 410 Gone",
        "Stays: True",
    ):
        assert words in panel
    of_bob = panel_of(bob(), claim)
    assert "answers 410 Gone" not in of_bob
    assert "What we said was right then" not in of_bob


def test_what_readers_will_see_is_shown_first_and_nothing_is_written() -> None:
    claim = make_published()
    describe_claim(claim, by=alice(), row_version=claim.row_version, text="The bridge is from 1911.")
    sent = SENT | {"rating": rating("false").pk, "explanation": "The **yearbook** gives 1912."}
    answer = post(alice(), "correction_preview", claim.uid, **sent)
    shown = words_of(answer)
    assert answer.status_code == 200
    for words in (
        "<del>1911</del>",
        "<ins>1912</ins>",
        "<del>True</del>",
        "<ins>False</ins>",
        "The yearbook was misread.",
        "The bridge is from 1911.",
        "Not published yet. It will be number 2",
    ):
        assert words in shown
    assert 'value="correction" checked' in shown
    assert Publication.objects.count() == 1
    partial = browser_of(alice()).post(
        reverse("correction_preview", args=[claim.uid]), SENT, headers={"HX-Request": "true"}
    )
    assert "<html" not in words_of(partial)
    assert "<ins>1912</ins>" in words_of(partial)


def test_a_correction_without_a_note_for_readers_is_refused() -> None:
    claim = make_published()
    for name, args in (("correction_preview", [claim.uid]), ("claim_step", [claim.uid, "correct"])):
        assert post(alice(), name, *args, **SENT | {"text": " "}).status_code == 422
        assert post(bob(), name, *args, **SENT).status_code == 403
    assert Publication.objects.count() == 1


def test_a_stale_check_is_offered_a_correction_and_is_stale_no_longer_after_it() -> None:
    basis, claim = make_published(), make_published(make_claim(make_article(), COST))
    link_claims(claim, by=bob(), to_claim=basis, kind="depends_on")
    correct_claim(basis, by=alice(), kind="update", text="A later volume is out.")
    panel = panel_of(alice(), claim)
    for words in (
        "A published claim that it rests on was corrected.",
        "Update: A later volume is out.",
        "Correct, clarify or update it",
        "for the words as they stood in version 1",
        f'<q class="stood" dir="auto">{COST}</q>',
        "It still holds",
    ):
        assert words in panel
    assert post(alice(), "claim_step", claim.uid, "correct", **SENT).status_code == 302
    claim.refresh_from_db()
    assert (claim.stale_since, claim.state) == (None, State.PUBLISHED)
    assert claim.publications.count() == 2


def test_an_approved_claim_that_is_stale_is_checked_again_or_held_to() -> None:
    basis = make_published()
    claim = make_submitted(make_claim(make_article(), COST))
    link_claims(claim, by=bob(), to_claim=basis, kind="depends_on")
    for held in range(2):
        correct_claim(basis, by=alice(), kind="update", text="A later volume is out.")
        claim.refresh_from_db()
        panel = panel_of(alice(), claim)
        assert "Check it again" in panel
        assert ("Held to 1 time before" in panel) == bool(held)
        if not held:
            sent = {"row_version": claim.row_version, "reason": "The later volume says the same."}
            assert post(bob(), "claim_hold", claim.uid, **sent).status_code == 302
    assert "The later volume says the same." in panel
    assert post(alice(), "claim_step", claim.uid, "reopen").status_code == 302
    page = words_of(get(bob(), "claim_detail", claim.uid))
    for words in ("an earlier round", "The later volume says the same.", "Held to"):
        assert words in page
    assert "Stale since" not in page

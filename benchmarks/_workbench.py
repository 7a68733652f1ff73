"""An article as the desk has it after weeks, written as rows: claims in every state, overlaps, evidence, comments."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from benchmarks._newsroom import BEGINNING, WORDS

SENTENCES = 950
WORDS_PER_SENTENCE = 22
SENTENCES_PER_BLOCK = 5
BLOCKS_PER_HEADING = 10
MOST_OF_ONE_CLAIM = 40
"""Comments and events of the claims that everybody has an opinion on."""

STATES = (
    *("spotted", "checking", "checking", "in_review", "in_review", "disputed", "approved", "approved"),
    *("published", "published", "published", "retracted", "declined", "removed", "merged", "checking"),
)
"""In turn: what the claims of an article in full work are."""

JUDGED = ("approved", "published", "retracted")
HANDED_IN = (*JUDGED, "in_review", "disputed")
DEEDS = ("claim_marked", "claim_taken", "evidence_added", "claim_submitted", "claim_still_holds")
STANCES = ("supports", "refutes", "qualifies", "context")


class Desk(NamedTuple):
    """Who works there, and by which policy; `people` are an editor and three checkers."""

    people: Sequence[Any]
    policy: Any
    blind: Any
    ratings: Sequence[Any]


class Place(NamedTuple):
    """Half-open, in code points."""

    start: int
    end: int


def desk_of(editor: Any, policy: Any) -> Desk:
    from annotations.models import CheckPolicy, Person, Role

    people = [editor, *(Person.objects.create_user(f"checker{n}", role=Role.CHECKER) for n in range(3))]
    opened = CheckPolicy.objects.create(name="Two readers", scale=policy.scale, second_read="open")
    blind = CheckPolicy.objects.create(name="Blind", scale=policy.scale, second_read="blind")
    return Desk(people, opened, blind, list(policy.scale.ratings.all()))


def write_article(desk: Desk, claims: int) -> Any:
    """An article of 20,000 words in its second version, with this many claims."""
    from annotations.models import Article

    chance = random.Random(claims)
    article = Article.objects.create(
        headline=f"The harbour in {claims} claims",
        slug=f"harbour-{claims}",
        policy=desk.policy,
        created_by=desk.people[0],
    )
    version, places = write_text(article, desk, chance)
    rows = write_claims(article, claims, desk)
    stretches = [stretch_of(number, claims, places, chance) for number in range(claims)]
    write_highlights(rows, version, stretches)
    write_dispositions(version, places, stretches, desk)
    write_judgements(rows, desk, chance)
    write_discussion(article, rows, desk, chance)
    write_events(article, rows, desk)
    return article


def write_text(article: Any, desk: Desk, chance: random.Random) -> tuple[Any, list[Place]]:
    from annotations.models import ArticleVersion, Sentence

    text, places, blocks = text_of(article.headline, chance)
    columns = {"imported_by": desk.people[0], "retrieved_at": BEGINNING, "original": b""}
    ArticleVersion.objects.create(article=article, number=1, text=text[:500], blocks=[], **columns)
    version = ArticleVersion.objects.create(article=article, number=2, text=text, blocks=blocks, **columns)
    Sentence.objects.bulk_create(
        Sentence(version=version, ordinal=ordinal, start=start, end=end)
        for ordinal, (start, end) in enumerate(places, start=1)
    )
    return version, places


def text_of(headline: str, chance: random.Random) -> tuple[str, list[Place], list[dict[str, Any]]]:
    """The text, where its sentences stand, and its blocks: a headline, paragraphs, headings among them."""
    text, places, blocks = "", list[Place](), list[dict[str, Any]]()

    def add(kind: str, sentences: Sequence[str]) -> None:
        nonlocal text
        text += "\n\n" if text else ""
        begun = len(text)
        for sentence in sentences:
            text += " " if len(text) > begun else ""
            places.append(Place(len(text), len(text) + len(sentence)))
            text += sentence
        blocks.append({"kind": kind, "start": begun, "end": len(text)})

    add("headline", [headline])
    while len(places) < SENTENCES:
        if len(blocks) % BLOCKS_PER_HEADING == 0:
            add("heading", [" ".join(chance.choices(WORDS, k=4)).capitalize()])
        add("paragraph", [sentence_of(chance) for _ in range(SENTENCES_PER_BLOCK)])
    return text, places, blocks


def sentence_of(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=WORDS_PER_SENTENCE)).capitalize() + "."


def stretch_of(number: int, claims: int, places: Sequence[Place], chance: random.Random) -> Place:
    """Spread over the text: whole sentences, parts of them, and every fifth reaching into the next one."""
    at = 1 + number * (len(places) - 3) // claims
    start, end = places[at]
    if number % 5 == 0:
        return Place(start + 20, places[at + 1].start + 30)
    if number % 3 == 0:
        return Place(start, end)
    length = (end - start) // 2
    start += chance.randrange(length)
    return Place(start, start + length)


def write_claims(article: Any, count: int, desk: Desk) -> list[Any]:
    from annotations.models import Claim

    drafted = []
    for number in range(count):
        state = STATES[number % len(STATES)]
        drafted.append(
            Claim(
                article=article,
                text=f"{number}: so many ships came to the harbour in the year {1000 + number}.",
                quotation="as printed",
                policy=desk.blind if number % 6 == 0 else desk.policy,
                created_by=desk.people[number % 4],
                assignee=desk.people[number % 4] if state != "spotted" else None,
                state=state,
                state_before="spotted" if state in ("removed", "merged") else "",
                declined_reason="opinion" if state == "declined" else "",
            )
        )
    return Claim.objects.bulk_create(drafted)


def write_highlights(claims: Sequence[Any], version: Any, stretches: Sequence[Place]) -> None:
    from annotations.models import Highlight

    Highlight.objects.bulk_create(
        Highlight(
            claim=claim,
            version=version,
            start=place.start,
            end=place.end,
            exact=version.text[place.start : place.end],
            needs_confirmation=number % 60 == 0,
        )
        for number, (claim, place) in enumerate(zip(claims, stretches, strict=True))
    )


def write_dispositions(version: Any, places: Sequence[Place], stretches: Sequence[Place], desk: Desk) -> None:
    """Of half of the sentences without a claim somebody said that there is nothing to check."""
    from annotations.models import Disposition

    marked = sorted(stretches)
    free = [
        sentence
        for sentence in version.sentences.order_by("start")
        if not any(start < sentence.end and sentence.start < end for start, end in marked)
    ]
    Disposition.objects.bulk_create(
        Disposition(sentence=sentence, by=desk.people[0], reason="opinion") for sentence in free[::2]
    )


def write_judgements(claims: Sequence[Any], desk: Desk, chance: random.Random) -> None:
    from annotations.models import Assessment, Evidence, Source, Verdict

    sources = [
        Source.objects.create(title=f"Report no. {n}", added_by=desk.people[0], url=f"https://a.example/{n}")
        for n in range(40)
    ]
    Evidence.objects.bulk_create(
        Evidence(
            claim=claim,
            source=chance.choice(sources),
            stance=STANCES[n],
            quotation="So it says.",
            note="On page 4.",
            note_html="<p>On page 4.</p>",
            added_by=desk.people[n],
        )
        for number, claim in enumerate(claims)
        for n in range(number % 4)
    )
    Assessment.objects.bulk_create(
        Assessment(
            claim=claim,
            person=person,
            rating=chance.choice(desk.ratings),
            rationale="The report says so.",
            rationale_html="<p>The report says so.</p>",
            submitted_at=BEGINNING + timedelta(minutes=n),
        )
        for claim in claims
        if claim.state in HANDED_IN
        for n, person in enumerate(desk.people[1 : 2 if claim.state == "in_review" else 3])
    )
    Verdict.objects.bulk_create(
        Verdict(
            claim=claim,
            rating=chance.choice(desk.ratings),
            explanation="The report says so.",
            explanation_html="<p>The report says so.</p>",
            decided_how="agreement",
            decided_by=desk.people[0],
            decided_at=BEGINNING,
        )
        for claim in claims
        if claim.state in JUDGED
    )
    make_stale([claim for claim in claims if claim.state in JUDGED][::4], claims[0], desk)


def make_stale(claims: Sequence[Any], other: Any, desk: Desk) -> None:
    """For all three kinds of reasons: a source, a claim that was corrected, the text."""
    from annotations.models import Claim, Correction, Evidence, Publication
    from annotations.models.staleness import StaleKind, reason

    publication = Publication.objects.create(
        claim=other, number=1, record={}, content_hash="0", by=desk.people[0], at=BEGINNING
    )
    Correction.objects.create(
        publication=publication, kind="correction", text="It was another year.", by=desk.people[0]
    )
    cited = {row.claim_id: row.source for row in Evidence.objects.select_related("source").order_by("pk")}
    for claim in claims:
        claim.stale_since = BEGINNING
        claim.stale_reasons = [
            reason(StaleKind.SOURCE_WITHDRAWN, source=cited.get(claim.pk)),
            reason(StaleKind.CLAIM_CORRECTED, claim=other),
            reason(StaleKind.WORDS_LOST, version=2),
        ]
    Claim.objects.bulk_update(claims, ["stale_since", "stale_reasons"])


def write_discussion(article: Any, claims: Sequence[Any], desk: Desk, chance: random.Random) -> None:
    from annotations.models import ClaimLink, Comment, Proposal

    said = {"body": "Is this so?", "body_html": "<p>Is this so?</p>"}
    Comment.objects.bulk_create(
        Comment(claim=claim, by=chance.choice(desk.people), **said)
        for number, claim in enumerate(claims)
        for _ in range(MOST_OF_ONE_CLAIM if number % 100 == 2 else number % 3)
    )
    Comment.objects.bulk_create(Comment(article=article, by=desk.people[n % 4], **said) for n in range(10))
    version = article.current_version()
    Proposal.objects.bulk_create(
        Proposal(
            claim=claim,
            version=version,
            words_now="forty ships",
            words_proposed="fifty ships",
            by=desk.people[1],
        )
        for claim in claims[2::10]
    )
    ClaimLink.objects.bulk_create(
        ClaimLink(from_claim=one, to_claim=other, kind="repeats", by=desk.people[0])
        for one, other in zip(claims[2::9], claims[3::9], strict=False)
    )


def write_events(article: Any, claims: Sequence[Any], desk: Desk) -> None:
    """What was done to each claim, as the log has it; only the number of rows matters here."""
    from annotations.models import Article, Event

    first = 1 + (Event.objects.order_by("-number").values_list("number", flat=True).first() or 0)
    done = [
        (claim, verb)
        for number, claim in enumerate(claims)
        for verb in DEEDS
        for _ in range(MOST_OF_ONE_CLAIM // len(DEEDS) if number % 100 == 2 else 1)
    ]
    Event.objects.bulk_create(
        Event(
            number=number,
            at=BEGINNING + timedelta(minutes=number),
            by=desk.people[number % 4],
            verb=verb,
            article=article,
            claim=claim,
            object_kind="claim",
            object_uid=uuid4(),
            data={"before": {"stale_reasons": []}, "after": {"reason": "It says the same."}},
        )
        for number, (claim, verb) in enumerate(done, start=first)
    )
    Article.objects.filter(pk=article.pk).update(changed=first + len(done))

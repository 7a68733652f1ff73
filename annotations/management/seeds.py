"""Loads `seeds/` through the real actions, so that the demo's history is a true one."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from annotations.actions.access import add_person
from annotations.actions.articles import describe_article, import_article, import_version
from annotations.actions.claims import decline_claim, describe_claim, mark_selector, name_claimant, take_claim
from annotations.actions.comments import add_comment
from annotations.actions.evidence import add_evidence
from annotations.actions.links import link_claims
from annotations.actions.notifying import see_notices
from annotations.actions.policies import add_policy, add_scale, make_default
from annotations.actions.proposals import propose_words
from annotations.actions.publications import correct_claim, publish_claim
from annotations.actions.sentences import dismiss_sentence
from annotations.actions.sources import add_source
from annotations.actions.verdicts import (
    adjudicate_claim,
    assess_claim,
    explain_claim,
    second_claim,
    submit_claim,
)
from annotations.anchoring.selectors import Selector, TextQuote
from annotations.models import (
    Article,
    CheckPolicy,
    Claim,
    Notification,
    Person,
    RatingScale,
    Source,
    Why,
)
from annotations.workflow import State

CSL_COLUMNS = {"URL": "url", "DOI": "doi"}


def due_of(row: dict[str, Any]) -> datetime | None:
    """Counted from now: a demo of fixed times would be late for good."""
    hours = row.get("due_in_hours")
    return None if hours is None else timezone.now() + timedelta(hours=hours)


class Seeds:
    """One load of a seeds directory: what was made is found by the names the files use."""

    def __init__(self, directory: Path, password: str) -> None:
        self.directory = directory
        self.password = password
        self.people: dict[str, Person] = {}
        self.scales: dict[str, RatingScale] = {}
        self.policies: dict[str, CheckPolicy] = {}
        self.articles: dict[str, Article] = {}
        self.sources: dict[str, Source] = {}
        self.claims: dict[tuple[str, str], Claim] = {}

    def load(self) -> None:
        """Everything, in the order in which it rests on one another."""
        for row in self.rows("people.json"):
            self.people[row["username"]] = add_person(by=None, password=self.password, **row)
        for row in self.rows("scales.json"):
            self.load_scale(row)
        for row in self.rows("policies.json"):
            self.load_policy(row)
        for row in self.rows("articles.json"):
            self.load_article(row)
        for row in self.rows("sources.jsonl"):
            self.load_source(row)
        for row in self.rows("claims.jsonl"):
            self.load_claim(row)
        for row in self.rows("articles.json"):
            self.work_by(row["slug"], row["policy"])
        for row in self.rows("links.jsonl"):
            self.load_link(row)
        for row in self.rows("claims.jsonl"):
            self.correct_claim(row)
        for row in self.rows("proposals.jsonl"):
            self.load_proposal(row)
        for row in self.rows("articles.json"):
            self.correct_article(row)
        # A desk knows what became of its claims; new is what asks for something.
        see_notices(Notification.objects.filter(why=Why.YOURS))

    def rows(self, name: str) -> list[dict[str, Any]]:
        text = (self.directory / name).read_text(encoding="utf-8")
        if name.endswith(".jsonl"):
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        return json.loads(text)

    def load_scale(self, row: dict[str, Any]) -> None:
        columns = {name: row[name] for name in ("name", "kind", "ordered")}
        self.scales[row["name"]] = add_scale(by=self.people["admin"], points=row["ratings"], **columns)

    def load_policy(self, row: dict[str, Any]) -> None:
        rules = ("name", "second_read", "min_evidence", "locator_required", "publisher_must_differ")
        columns = {name: row[name] for name in rules}
        admin = self.people["admin"]
        policy = add_policy(by=admin, scale=self.scales[row["scale"]], **columns)
        self.policies[row["name"]] = make_default(policy, by=admin) if row["is_default"] else policy

    def load_article(self, row: dict[str, Any]) -> None:
        imported = import_article(
            (self.directory / row["file"]).read_bytes(),
            by=self.people["editor"],
            url=row["url"] or "",
            kind=row["kind"],
            publisher=row["publisher"],
            published_at=row["published_at"] and datetime.fromisoformat(row["published_at"]),
            policy=self.policies[row["policy"]],
            due=due_of(row),
        )
        self.articles[row["slug"]] = imported.article
        for said in row.get("comments", ()):
            add_comment(imported.article, by=self.people[said["by"]], body=said["body"])
        for said in row["nothing_to_check"]:
            for sentence in imported.version.sentences.all():
                if imported.version.text.startswith(said["opening"], sentence.start):
                    dismiss_sentence(sentence, by=self.people["checker"], reason=said["reason"])

    def work_by(self, slug: str, policy: str) -> None:
        """Let the article's next claims be read under this policy; those in work keep theirs."""
        article = self.articles[slug]
        if article.policy != self.policies[policy]:
            article.refresh_from_db()
            self.articles[slug] = describe_article(
                article,
                by=self.people["editor"],
                row_version=article.row_version,
                policy=self.policies[policy],
            )

    def correct_article(self, row: dict[str, Any]) -> None:
        """Bring in its later versions, now that there are claims to carry over."""
        for name in row.get("versions", ()):
            data = (self.directory / name).read_bytes()
            import_version(self.articles[row["slug"]], data, by=self.people["editor"])

    def load_proposal(self, row: dict[str, Any]) -> None:
        """Other words, resting on one of the claim's sources; a later version of the text may say them."""
        claim = self.claims[row["article"], row["quote"]]
        propose_words(
            claim,
            by=self.people[row["by"]],
            words_now=row.get("words_now", ""),
            words_proposed=row["words_proposed"],
            why=row["why"],
            evidence=claim.evidence.get(source=self.sources[row["evidence"]]),
        )

    def load_source(self, row: dict[str, Any]) -> None:
        columns = {CSL_COLUMNS.get(name, name): value for name, value in row.items() if value is not None}
        key = columns.pop("key")
        self.sources[key] = add_source(by=self.people["checker"], **columns)

    def load_claim(self, row: dict[str, Any]) -> None:
        """Mark, describe, source, discuss, and bring the claim as far as its row says."""
        if "policy" in row:
            self.work_by(row["article"], row["policy"])
        claim = self.marked(row)
        for used in row["evidence"]:
            columns = {**used, "source": self.sources[used["source"]]}
            add_evidence(claim, by=self.people["checker"], **columns)
        for said in row.get("comments", ()):
            add_comment(claim, by=self.people[said["by"]], body=said["body"])
        if row["state"] == State.DECLINED:
            decline_claim(claim, by=self.people["checker"], reason=row["declined_reason"])
        elif row["state"] == State.CHECKING:
            take_claim(claim, by=self.people["checker"])
        elif row["assessments"]:
            self.judge(claim, row)

    def marked(self, row: dict[str, Any]) -> Claim:
        checker = self.people["checker"]
        quote = TextQuote(row["quote"], row.get("prefix", ""), row.get("suffix", ""))
        version = self.articles[row["article"]].current_version()
        claim = mark_selector(version, by=checker, selector=Selector(quote=quote))
        self.claims[row["article"], row["quote"]] = claim
        day = row.get("claim_date")
        return describe_claim(
            claim,
            by=checker,
            row_version=claim.row_version,
            text=row["text"],
            claimant=name_claimant(by=checker, **row["claimant"]),
            claim_date=day and date.fromisoformat(day),
            assertion_type=row.get("assertion_type", ""),
            materiality=row["materiality"],
            due=due_of(row),
            tags=row["tags"],
        )

    def judge(self, claim: Claim, row: dict[str, Any]) -> None:
        take_claim(claim, by=self.people[row["assessments"][0]["by"]])
        for assessment, hand_in in zip(row["assessments"], (submit_claim, second_claim), strict=False):
            by = self.people[assessment["by"]]
            rating = claim.policy.scale.ratings.get(key=assessment["rating"])
            columns = {name: assessment[name] for name in ("rationale", "confidence") if name in assessment}
            assess_claim(claim, by=by, rating=rating, **columns)
            claim = hand_in(claim, by=by)
        if decision := row.get("decision"):
            rating = claim.policy.scale.ratings.get(key=decision["rating"])
            by = self.people[decision["by"]]
            claim = adjudicate_claim(claim, by=by, rating=rating, reasons=decision["reasons"])
        self.bring_out(claim, row, by)

    def bring_out(self, claim: Claim, row: dict[str, Any], by: Person) -> None:
        """Explain and publish it, as far as its row says."""
        if claim.state == State.APPROVED and row.get("summary"):
            written = row.get("decision", {}).get("reasons") or row["assessments"][0]["rationale"]
            explanation = row.get("explanation") or written
            explain_claim(claim, by=by, explanation=explanation, summary=row["summary"])
        if row["state"] == State.PUBLISHED:
            publish_claim(claim, by=self.people["editor"])

    def load_link(self, row: dict[str, Any]) -> None:
        one, other = (self.claims[row["article"], row[end]] for end in ("from", "to"))
        link_claims(one, by=self.people[row["by"]], to_claim=other, kind=row["kind"])

    def correct_claim(self, row: dict[str, Any]) -> None:
        """Correct what was published, now that there are claims that rest on it, and so become stale."""
        for said in row.get("corrections", ()):
            correct_claim(self.claims[row["article"], row["quote"]], by=self.people["editor"], **said)

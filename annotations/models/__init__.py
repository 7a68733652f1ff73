"""What is stored: rows, the questions asked of them (querysets) and the facts they know (methods).

Models write nothing beyond their own row; everything that changes data is in `actions/`.
"""

from annotations.models.access import ApiToken, Draft, IdempotencyKey, Person, Role, Scope
from annotations.models.agents import Agent, AgentKind, Appearance
from annotations.models.articles import (
    OPENING_CHARACTERS,
    Article,
    ArticleKind,
    ArticleStatus,
    ArticleVersion,
    Direction,
    PublicText,
)
from annotations.models.claims import Claim, Materiality, Tag
from annotations.models.discussion import Clearance, Comment, Proposal, ProposalState
from annotations.models.events import Event, Verb
from annotations.models.highlights import Highlight, Method
from annotations.models.links import ClaimLink, LinkKind
from annotations.models.notices import Notification, Why
from annotations.models.policies import CheckPolicy, Rating, RatingScale, ScaleKind
from annotations.models.publications import Correction, CorrectionKind, Publication
from annotations.models.sentences import Disposition, Sentence, SentenceKind
from annotations.models.sessions import Session
from annotations.models.sources import Evidence, Snapshot, Source, SourceType, Terms, Tier
from annotations.models.verdicts import Assessment, Confidence, DecidedHow, Verdict
from annotations.models.webhooks import Delivery, DeliveryState, Webhook

__all__ = [
    "OPENING_CHARACTERS",
    "Agent",
    "AgentKind",
    "ApiToken",
    "Appearance",
    "Article",
    "ArticleKind",
    "ArticleStatus",
    "ArticleVersion",
    "Assessment",
    "CheckPolicy",
    "Claim",
    "ClaimLink",
    "Clearance",
    "Comment",
    "Confidence",
    "Correction",
    "CorrectionKind",
    "DecidedHow",
    "Delivery",
    "DeliveryState",
    "Direction",
    "Disposition",
    "Draft",
    "Event",
    "Evidence",
    "Highlight",
    "IdempotencyKey",
    "LinkKind",
    "Materiality",
    "Method",
    "Notification",
    "Person",
    "Proposal",
    "ProposalState",
    "PublicText",
    "Publication",
    "Rating",
    "RatingScale",
    "Role",
    "ScaleKind",
    "Scope",
    "Sentence",
    "SentenceKind",
    "Session",
    "Snapshot",
    "Source",
    "SourceType",
    "Tag",
    "Terms",
    "Tier",
    "Verb",
    "Verdict",
    "Webhook",
    "Why",
]

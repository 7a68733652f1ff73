"""The addresses of the REST API."""

from django.urls import include, path, re_path

from annotations.api.views.articles import ArticleOne, Articles
from annotations.api.views.assigning import ClaimAsk, ClaimHold, ClaimsAssign
from annotations.api.views.checks import CheckOne, CheckRecord, Checks
from annotations.api.views.claims import ClaimOne, Claims, Tags
from annotations.api.views.clearances import ArticleClearanceOne
from annotations.api.views.comments import ArticleCommentOne, ArticleComments, CommentOne, Comments
from annotations.api.views.comparisons import Comparisons
from annotations.api.views.docs import Docs, SchemaDocument
from annotations.api.views.events import ClaimEvents, Events, Publications
from annotations.api.views.evidence import EvidenceList, EvidenceOne
from annotations.api.views.exports import Export
from annotations.api.views.files import ArticleDossier, VersionOriginal
from annotations.api.views.highlights import HighlightAnswer, HighlightOne, Highlights, Waiting
from annotations.api.views.imports import ClaimImports, SourceImports
from annotations.api.views.links import LinkOne, Links
from annotations.api.views.matches import Matches
from annotations.api.views.nothing import Nothing
from annotations.api.views.notices import NoticeOne, Notices
from annotations.api.views.people import AgentOne, Agents, MeOne, People
from annotations.api.views.proposals import ArticleProposals, ProposalOne, Proposals
from annotations.api.views.repeating import ClaimRepeat
from annotations.api.views.sentences import SentencesDismiss, SentencesReopen
from annotations.api.views.sources import Snapshots, SourceForget, SourceOne, Sources
from annotations.api.views.steps import Steps
from annotations.api.views.undoing import ArticleRedo, ArticleUndo
from annotations.api.views.verdicts import AssessmentOne, Assessments, Policies, Ratings
from annotations.api.views.versions import ArticleCoverage, VersionOne, Versions
from annotations.api.views.webhooks import (
    Deliveries,
    DeliveryOne,
    DeliveryRepeat,
    WebhookOne,
    WebhookRestore,
    Webhooks,
    WebhookSecret,
    WebhookTest,
)
from annotations.api.views.withdrawals import SourceReinstate, SourceWithdraw

app_name = "api"

claim = [
    path("", ClaimOne.as_view(), name="claim"),
    path("steps/", Steps.as_view(), name="steps"),
    path("ask/", ClaimAsk.as_view(), name="ask"),
    path("hold/", ClaimHold.as_view(), name="hold"),
    path("repeat/", ClaimRepeat.as_view(), name="repeat"),
    path("highlights/", Highlights.as_view(), name="highlights"),
    path("highlights/<uuid:highlight>/", HighlightOne.as_view(), name="highlight"),
    path("highlights/<uuid:highlight>/answer/", HighlightAnswer.as_view(), name="highlight-answer"),
    path("evidence/", EvidenceList.as_view(), name="evidence-list"),
    path("evidence/<uuid:evidence>/", EvidenceOne.as_view(), name="evidence"),
    path("assessments/", Assessments.as_view(), name="assessments"),
    path("assessments/<uuid:assessment>/", AssessmentOne.as_view(), name="assessment"),
    path("comments/", Comments.as_view(), name="comments"),
    path("comments/<uuid:comment>/", CommentOne.as_view(), name="comment"),
    path("links/", Links.as_view(), name="links"),
    path("links/<uuid:link>/", LinkOne.as_view(), name="link"),
    path("proposals/", Proposals.as_view(), name="proposals"),
    path("proposals/<uuid:proposal>/", ProposalOne.as_view(), name="proposal"),
    path("events/", ClaimEvents.as_view(), name="claim-events"),
    path("publications/", Publications.as_view(), name="publications"),
]

article = [
    path("", ArticleOne.as_view(), name="article"),
    path("versions/", Versions.as_view(), name="versions"),
    path("versions/<int:number>/", VersionOne.as_view(), name="version"),
    path("versions/<int:number>/original/", VersionOriginal.as_view(), name="original"),
    path("versions/<int:older>/compare/<int:newer>/", Comparisons.as_view(), name="comparison"),
    path("coverage/", ArticleCoverage.as_view(), name="coverage"),
    path("sentences/dismiss/", SentencesDismiss.as_view(), name="sentences-dismiss"),
    path("sentences/reopen/", SentencesReopen.as_view(), name="sentences-reopen"),
    path("waiting/", Waiting.as_view(), name="waiting"),
    path("dossier/", ArticleDossier.as_view(), name="dossier"),
    path("comments/", ArticleComments.as_view(), name="article-comments"),
    path("comments/<uuid:comment>/", ArticleCommentOne.as_view(), name="article-comment"),
    path("proposals/", ArticleProposals.as_view(), name="article-proposals"),
    path("clearance/", ArticleClearanceOne.as_view(), name="clearance"),
    path("undo/", ArticleUndo.as_view(), name="undo"),
    path("redo/", ArticleRedo.as_view(), name="redo"),
]

webhook = [
    path("", WebhookOne.as_view(), name="webhook"),
    path("restore/", WebhookRestore.as_view(), name="webhook-restore"),
    path("secret/", WebhookSecret.as_view(), name="webhook-secret"),
    path("test/", WebhookTest.as_view(), name="webhook-test"),
    path("deliveries/", Deliveries.as_view(), name="deliveries"),
    path("deliveries/<uuid:delivery>/", DeliveryOne.as_view(), name="delivery"),
    path("deliveries/<uuid:delivery>/repeat/", DeliveryRepeat.as_view(), name="delivery-repeat"),
]

version_1 = [
    path("articles/", Articles.as_view(), name="articles"),
    path("articles/<uuid:uid>/", include(article)),
    path("claims/", Claims.as_view(), name="claims"),
    path("claims/assign/", ClaimsAssign.as_view(), name="claims-assign"),
    path("claims/import/", ClaimImports.as_view(), name="claim-imports"),
    path("claims/match/", Matches.as_view(), name="matches"),
    path("claims/<uuid:uid>/", include(claim)),
    path("sources/", Sources.as_view(), name="sources"),
    path("sources/import/", SourceImports.as_view(), name="source-imports"),
    path("sources/<uuid:uid>/", SourceOne.as_view(), name="source"),
    path("sources/<uuid:uid>/forget/", SourceForget.as_view(), name="source-forget"),
    path("sources/<uuid:uid>/withdraw/", SourceWithdraw.as_view(), name="source-withdraw"),
    path("sources/<uuid:uid>/reinstate/", SourceReinstate.as_view(), name="source-reinstate"),
    path("sources/<uuid:uid>/snapshots/", Snapshots.as_view(), name="snapshots"),
    path("tags/", Tags.as_view(), name="tags"),
    path("policies/", Policies.as_view(), name="policies"),
    path("ratings/", Ratings.as_view(), name="ratings"),
    path("people/", People.as_view(), name="people"),
    path("agents/", Agents.as_view(), name="agents"),
    path("agents/<uuid:uid>/", AgentOne.as_view(), name="agent"),
    path("events/", Events.as_view(), name="events"),
    path("checks/", Checks.as_view(), name="checks"),
    path("checks/<uuid:uid>/", CheckOne.as_view(), name="check"),
    path("checks/<uuid:uid>/<int:number>/", CheckRecord.as_view(), name="check-record"),
    path("exports/<slug:format>/", Export.as_view(), name="export"),
    path("notifications/", Notices.as_view(), name="notifications"),
    path("notifications/<uuid:uid>/", NoticeOne.as_view(), name="notification"),
    path("webhooks/", Webhooks.as_view(), name="webhooks"),
    path("webhooks/<uuid:uid>/", include(webhook)),
    path("me/", MeOne.as_view(), name="me"),
]

urlpatterns = [
    path("v1/", include(version_1)),
    path("schema/", SchemaDocument.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    # Whatever the address holds, line ends too, which `<path:…>` does not match.
    re_path(r"[\s\S]*", Nothing.as_view()),
]

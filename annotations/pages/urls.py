"""The addresses of the pages; `docs/api.md` has the same table in words."""

from django.urls import URLPattern, URLResolver, path

from annotations.pages import appearance, claims, evidence, workbench

urlpatterns: list[URLPattern | URLResolver] = [
    # The workbench
    path("articles/<uuid:uid>/", workbench.article_detail, name="article_detail"),
    path("articles/<uuid:uid>/mark/", workbench.claim_mark, name="claim_mark"),
    path("articles/<uuid:uid>/dismiss/", workbench.sentence_dismiss, name="sentence_dismiss"),
    path("articles/<uuid:uid>/reopen/", workbench.sentence_reopen, name="sentence_reopen"),
    path("claims/<uuid:uid>/", claims.claim_detail, name="claim_detail"),
    path("claims/<uuid:uid>/describe/", claims.claim_describe, name="claim_describe"),
    path("claims/<uuid:uid>/rate/", claims.claim_rate, name="claim_rate"),
    path("claims/<uuid:uid>/hold/", claims.claim_hold, name="claim_hold"),
    path("claims/<uuid:uid>/steps/<slug:step>/", claims.claim_step, name="claim_step"),
    path("claims/<uuid:uid>/evidence/", evidence.evidence_add, name="evidence_add"),
    path("claims/<uuid:uid>/sources/", evidence.source_offers, name="source_offers"),
    path("claims/<uuid:uid>/comments/", claims.comment_add, name="comment_add"),
    path("evidence/<uuid:uid>/", evidence.evidence_describe, name="evidence_describe"),
    path("evidence/<uuid:uid>/remove/", evidence.evidence_remove, name="evidence_remove"),
    path("evidence/<uuid:uid>/restore/", evidence.evidence_restore, name="evidence_restore"),
    path("comments/<uuid:uid>/resolve/", claims.comment_resolve, name="comment_resolve"),
    path("comments/<uuid:uid>/remove/", claims.comment_remove, name="comment_remove"),
    path("highlights/<uuid:uid>/move/", claims.highlight_move, name="highlight_move"),
    path("highlights/<uuid:uid>/confirm/", claims.highlight_confirm, name="highlight_confirm"),
    path("highlights/<uuid:uid>/remove/", claims.highlight_remove, name="highlight_remove"),
    # How the pages look
    path("theme/", appearance.theme_choose, name="theme_choose"),
    path("lines/", appearance.lines_choose, name="lines_choose"),
]

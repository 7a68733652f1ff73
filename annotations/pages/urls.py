"""The addresses of the pages; `docs/api.md` has the same table in words."""

from django.urls import URLPattern, URLResolver, path

from annotations.pages import (
    account,
    agreement,
    answers,
    appearance,
    articles,
    checks,
    claims,
    comments,
    comparing,
    corrections,
    desk,
    embedding,
    evidence,
    feeds,
    health,
    highlights,
    how,
    imports,
    invitations,
    notices,
    people,
    search,
    signing,
    sources,
    versions,
    workbench,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("search/", search.search, name="search"),
    # Articles and their versions
    path("articles/", articles.article_list, name="article_list"),
    path("articles/import/", imports.article_import, name="article_import"),
    path("articles/<uuid:uid>/details/", articles.article_describe, name="article_describe"),
    path("articles/<uuid:uid>/archive/", articles.article_archive, name="article_archive"),
    path("articles/<uuid:uid>/restore/", articles.article_restore, name="article_restore"),
    path("articles/<uuid:uid>/versions/", versions.version_list, name="version_list"),
    path("articles/<uuid:uid>/versions/<int:number>/", versions.version_detail, name="version_detail"),
    path(
        "articles/<uuid:uid>/versions/<int:number>/original/",
        versions.version_original,
        name="version_original",
    ),
    path(
        "articles/<uuid:uid>/compare/<int:older>/<int:newer>/",
        comparing.article_compare,
        name="article_compare",
    ),
    # Sources
    path("sources/", sources.source_list, name="source_list"),
    path("sources/add/", sources.source_add, name="source_add"),
    path("sources/<uuid:uid>/", sources.source_detail, name="source_detail"),
    path("sources/<uuid:uid>/edit/", sources.source_describe, name="source_describe"),
    path("sources/<uuid:uid>/forget/", sources.source_forget, name="source_forget"),
    path(
        "sources/<uuid:uid>/snapshots/<uuid:snapshot_uid>/", sources.snapshot_detail, name="snapshot_detail"
    ),
    # Figures
    path("figures/agreement/", agreement.agreement_detail, name="agreement"),
    path("figures/agreement/claims/", agreement.agreement_claims, name="agreement_claims"),
    path("figures/agreement/<slug:table>.csv", agreement.agreement_export, name="agreement_export"),
    # One's own page, logging in and out
    path("account/", account.account_detail, name="account_detail"),
    path("account/name/", account.account_rename, name="account_rename"),
    path("account/password/", account.account_password, name="account_password"),
    path("account/tokens/", account.token_make, name="token_make"),
    path("account/tokens/<uuid:uid>/revoke/", account.token_revoke, name="token_revoke"),
    path("account/sessions/end/", account.sessions_end, name="sessions_end"),
    path("account/sessions/<uuid:uid>/end/", account.session_end, name="session_end"),
    path("login/", signing.Login.as_view(), name="login"),
    path("logout/", signing.Logout.as_view(), name="logout"),
    # People
    path("people/", people.person_list, name="person_list"),
    path("people/invite/", people.person_invite, name="person_invite"),
    path("people/<uuid:uid>/", people.person_detail, name="person_detail"),
    path("people/<uuid:uid>/change/", people.person_change, name="person_change"),
    path("people/<uuid:uid>/invite/", people.person_invite_again, name="person_invite_again"),
    path("people/<uuid:uid>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<uuid:uid>/reactivate/", people.person_reactivate, name="person_reactivate"),
    path("people/<uuid:uid>/log-out/", people.person_log_out, name="person_log_out"),
    path("people/<uuid:uid>/claims/", people.person_hand_on, name="person_hand_on"),
    path("invitation/<uuid:uid>/<str:token>/", invitations.invitation, name="invitation"),
    # For everybody: what is published
    path("checks/", checks.check_list, name="check_list"),
    # A slug begins with a day: these are none.
    path("checks/how/", how.how_we_check, name="how_we_check"),
    path("checks/feed.atom", feeds.check_feed, name="check_feed"),
    path("checks/claimreview.json", feeds.claim_review_feed, name="claim_review_feed"),
    path("checks/<str:slug>/", checks.check_article, name="check_article"),
    path("checks/<str:slug>/<uuid:uid>/", checks.check_detail, name="check_detail"),
    path("checks/<str:slug>/<uuid:uid>/<int:number>/", checks.check_record, name="check_record"),
    path("corrections/", corrections.correction_list, name="correction_list"),
    path("corrections/feed.atom", feeds.correction_feed, name="correction_feed"),
    path("embed/<uuid:uid>/", embedding.embed_card, name="embed_card"),
    path("oembed", embedding.oembed, name="oembed"),
    path("sitemap.xml", feeds.site_map, name="site_map"),
    path("sitemap-<int:number>.xml", feeds.site_map_part, name="site_map_part"),
    path("robots.txt", feeds.robots, name="robots"),
    # For whoever watches the service
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
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
    path("claims/<uuid:uid>/comments/", comments.comment_add, name="comment_add"),
    path("evidence/<uuid:uid>/", evidence.evidence_describe, name="evidence_describe"),
    path("evidence/<uuid:uid>/remove/", evidence.evidence_remove, name="evidence_remove"),
    path("evidence/<uuid:uid>/restore/", evidence.evidence_restore, name="evidence_restore"),
    *(
        path(
            f"comments/<uuid:uid>/{deed}/", comments.comment_change, {"deed": deed}, name=f"comment_{deed}"
        )
        for deed in comments.DEEDS
    ),
    path("articles/<uuid:uid>/comments/", comments.article_comment_add, name="article_comment_add"),
    path("evidence/<uuid:uid>/comments/", comments.evidence_comment_add, name="evidence_comment_add"),
    path("colleagues/", comments.colleague_offers, name="colleague_offers"),
    # What one is told
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/by-mail/", notices.notices_by_mail, name="notices_by_mail"),
    path("notices/seen/", notices.notice_see_all, name="notice_see_all"),
    path("notices/<uuid:uid>/", notices.notice_open, name="notice_open"),
    path("notices/<uuid:uid>/seen/", notices.notice_see, name="notice_see"),
    path("highlights/<uuid:uid>/move/", highlights.highlight_move, name="highlight_move"),
    path("highlights/<uuid:uid>/confirm/", highlights.highlight_confirm, name="highlight_confirm"),
    path("highlights/<uuid:uid>/answer/", answers.highlight_answer, name="highlight_answer"),
    path("highlights/<uuid:uid>/reopen/", answers.highlight_reopen, name="highlight_reopen"),
    path("claims/<uuid:uid>/hold/tray/", answers.claim_hold_in_tray, name="claim_hold_in_tray"),
    path("highlights/<uuid:uid>/remove/", highlights.highlight_remove, name="highlight_remove"),
    # How the pages look
    path("theme/", appearance.theme_choose, name="theme_choose"),
    path("lines/", appearance.lines_choose, name="lines_choose"),
]

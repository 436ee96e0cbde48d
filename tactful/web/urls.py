"""Every page's address. `doors.py` says of each what it shows and to whom."""

from __future__ import annotations

from allauth.account import views as sign_in
from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter

from tactful.web.addresses import Audience, Id
from tactful.web.pages import (
    activity,
    departures,
    disclosures,
    entrance,
    exceptions,
    home,
    introducers,
    introductions,
    limits,
    lists,
    looking,
    mailbox_rules,
    mentions,
    network,
    privacy,
    pushes,
    records,
    same,
    search,
    settings,
    share,
    sharing,
    sources,
    teams,
    whys,
)

register_converter(Id, "record")
register_converter(Audience, "audience")

pages: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("people/", lists.people, name="people"),
    path("people/<record:uid>/", records.person, name="person"),
    path("people/<record:uid>/as/", looking.look_as, name="look_as"),
    path("companies/", lists.companies, name="companies"),
    path("companies/<record:uid>/", records.company, name="company"),
    path("activity/", activity.activity, name="activity"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<audience:audience>/", teams.team, name="team"),
    path("teams/<record:uid>/privacy/", privacy.team_privacies, name="team_privacy"),
    path("teams/<record:uid>/leave/", departures.team_leave, name="team_leave"),
    path("welcome-back/", departures.coming_back, name="coming_back"),
    path("sharing/", sharing.sharing, name="sharing"),
    path("sharing/seen/", disclosures.disclosures, name="disclosures"),
    path("sharing/exceptions/", exceptions.exceptions, name="exceptions"),
    path("sharing/exceptions/<record:uid>/", exceptions.exception, name="exception"),
    path("sharing/privacy/", privacy.privacy, name="privacy"),
    path("sharing/privacy/<record:uid>/", privacy.privacy_limit, name="privacy_limit"),
    path("sharing/<audience:audience>/", share.share, name="share"),
    path("sharing/<audience:audience>/preview/", share.share_preview, name="share_preview"),
    path("sources/never-read/", mailbox_rules.mailbox_rules, name="mailbox_rules"),
    path("sources/never-read/<record:uid>/", mailbox_rules.mailbox_rule, name="mailbox_rule"),
    path("sources/", sources.sources, name="sources"),
    path("sources/upload/", sources.upload, name="upload"),
    path("sources/imports/", sources.imports, name="imports"),
    path("sources/<record:uid>/", sources.source, name="source"),
    path("sources/<record:uid>/stop/", sources.import_stop, name="import_stop"),
    path("sources/<record:uid>/delete/", sources.source_delete, name="source_delete"),
    path("introducers/", introducers.introducers, name="introducers"),
    path("introducers/<str:kind>/<record:uid>/", introducers.introducers_to, name="introducers_to"),
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/ask/<record:uid>/", introductions.introduction_ask, name="introduction_ask"),
    path("introductions/<record:uid>/", introductions.introduction, name="introduction"),
    path("same/", same.same, name="same"),
    path("same/judge/", same.same_judge, name="same_judge"),
    path("same/judgements/<record:uid>/", same.judgement, name="judgement"),
    path("same/<record:uid>/", same.same_of, name="same_of"),
    path("network/", network.network_page, name="network"),
    path("network/data/", network.network_data, name="network_data"),
    path("items/mentions/", mentions.mentions, name="mentions"),
    path("search/", search.search, name="search"),
    path("why/<str:kind>/<record:uid>/", whys.why, name="why"),
    path("who-sees/<str:kind>/<record:uid>/", whys.who_sees, name="who_sees"),
    path("settings/", settings.settings, name="settings"),
    path("settings/members/<record:uid>/role/", settings.member_role, name="member_role"),
    path("settings/members/<record:uid>/state/", departures.member_state, name="member_state"),
    path("settings/members/<record:uid>/departure/", departures.departure, name="departure"),
    path(
        "settings/invitations/<record:uid>/withdraw/",
        settings.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("settings/teams/<record:uid>/members/", departures.team_members, name="team_members"),
    path("settings/sharing/raises/<record:uid>/", limits.raise_taken_back, name="raise_taken_back"),
    path("settings/sharing/mail-mode/", privacy.mail_mode, name="mail_mode"),
    path("settings/sharing/between/", limits.between, name="between"),
    path("settings/keys/<record:uid>/revoke/", settings.key_revoke, name="key_revoke"),
    path("settings/pushes/<record:uid>/", pushes.push, name="push"),
    path("settings/protected/", exceptions.protected, name="protected"),
    path("settings/protected/<record:uid>/", exceptions.protection, name="protection"),
    path("settings/<str:part>/", settings.settings_part, name="settings_part"),
    path("setup/", entrance.setup, name="setup"),
    path("invitations/<str:token>/", entrance.invitation, name="invitation"),
]

#: Of allauth's pages those that are in use here: its names, our addresses.
sign_in_pages: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.login, name="account_login"),
    path("sign-out/", sign_in.logout, name="account_logout"),
    path("sign-in/paused/", sign_in.account_inactive, name="account_inactive"),
    path("sign-up/", sign_in.signup, name="account_signup"),
    path("sign-in/again/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("password/change/", sign_in.password_change, name="account_change_password"),
    path("password/set/", sign_in.password_set, name="account_set_password"),
    path("password/forgotten/", sign_in.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", sign_in.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        sign_in.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [*sign_in_pages, path("", include((pages, "web")))]

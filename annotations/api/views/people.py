"""Who you are, who your colleagues are, and who makes claims."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.actions.claims import name_claimant
from annotations.actions.idempotency import Answer
from annotations.api.endpoint import Collection, Endpoint, Shape, address_of, done, found, made, only
from annotations.api.filters import AgentFilter, PersonFilter
from annotations.api.negotiation import tagged
from annotations.api.serializers.people import Agent, AgentIn, Colleague, Me
from annotations.exports.shapes.columns import PERSON, plain
from annotations.exports.shapes.shared import AGENT
from annotations.models import Agent as AgentRow
from annotations.models import ApiToken, Person
from annotations.models.base import is_inside

COLLEAGUE = {**PERSON, "role": "role", "is_active": "is_active"}


class MeOne(Endpoint):
    @extend_schema(responses=Me)
    def get(self, request: Request) -> HttpResponse:
        """Who you are here, and how far your token goes."""
        return tagged(request, myself(request.user, request.auth))


class People(Collection):
    queryset = Person.objects.all()
    filterset_class = PersonFilter
    orderings = ("username",)

    @extend_schema(responses=Colleague(many=True))
    def get(self, request: Request) -> HttpResponse:
        """Your colleagues, by user name: to whom claims are given, and whom a comment can mention."""
        people = Person.objects.visible_to(request.user)
        # Without a role one sees oneself there, and `me/` says that.
        shown = people if is_inside(request.user) else people.none()
        return self.listed(shown, lambda page: plain(page, COLLEAGUE))


class Agents(Collection):
    queryset = AgentRow.objects.all()
    filterset_class = AgentFilter
    orderings = ("name",)

    @extend_schema(responses=Agent(many=True))
    def get(self, request: Request) -> HttpResponse:
        """People and organisations who make claims, by name."""
        return self.listed(AgentRow.objects.visible_to(request.user), lambda page: plain(page, AGENT))

    @extend_schema(request=AgentIn, responses={201: Agent, 200: Agent})
    def post(self, request: Request) -> HttpResponse:
        """The agent of this name and kind: 201 when nobody had named it yet, else 200."""
        values = self.taken(AgentIn)
        return self.act_once(lambda: named(values, by=request.user))


class AgentOne(Endpoint):
    @extend_schema(responses=Agent)
    def get(self, request: Request, uid: Any) -> HttpResponse:
        """One agent."""
        row = found(AgentRow.objects.visible_to(request.user), uid=uid)
        return tagged(request, shape_of(row))


def shape_of(row: AgentRow) -> Shape:
    return only(plain(AgentRow.objects.filter(pk=row.pk), AGENT))


def named(values: Shape, *, by: Any) -> Answer:
    before = set(
        AgentRow.objects.filter(name=values["name"], kind=values["kind"]).values_list("pk", flat=True)
    )
    row = name_claimant(by=by, **values)
    if row.pk in before:
        return done(shape_of(row))
    return made(shape_of(row), address_of("agent", uid=row.uid))


def myself(person: Person, token: ApiToken | None) -> Shape:
    return {
        "uid": person.uid,
        "username": person.username,
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "administrator": person.is_superuser,
        "token": token
        and {
            "prefix": token.prefix,
            "name": token.name,
            "scopes": token.scopes,
            "expires_at": token.expires_at,
        },
    }

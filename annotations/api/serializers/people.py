"""People, as others see them and as they see themselves."""

from rest_framework import serializers

from annotations.api.serializers.fields import Choice, In, Text
from annotations.models import AgentKind, Role, Scope


class PersonBrief(serializers.Serializer):
    uid = serializers.UUIDField()
    username = serializers.CharField()
    name = serializers.CharField(help_text="may be empty")


class Colleague(PersonBrief):
    role = serializers.ChoiceField(Role.choices)
    is_active = serializers.BooleanField()


class Token(serializers.Serializer):
    """The token in use, without its secret."""

    prefix = serializers.CharField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices))
    expires_at = serializers.DateTimeField(allow_null=True)


class Me(serializers.Serializer):
    """Who you are here. `token` is null in a browser session."""

    uid = serializers.UUIDField()
    username = serializers.CharField()
    name = serializers.CharField()
    email = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    administrator = serializers.BooleanField()
    token = Token(allow_null=True)


class Agent(serializers.Serializer):
    """Who makes claims."""

    uid = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(AgentKind.choices)
    role = serializers.CharField()
    same_as = serializers.CharField()


class AgentIn(In):
    name = Text(max_length=200, allow_blank=False)
    kind = Choice(AgentKind.choices, default=AgentKind.PERSON)
    role = Text(max_length=200, default="")

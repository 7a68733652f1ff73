"""What goes wrong."""

from rest_framework import serializers


class FieldProblem(serializers.Serializer):
    field = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()


class Problem(serializers.Serializer):
    """RFC 9457. More members may stand beside these: the words that do stand there, the steps that are possible."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="for programs; stays the same")
    detail = serializers.CharField(help_text="a sentence a person can act on")
    field = serializers.CharField(required=False, help_text="what in the request it is about")
    errors = FieldProblem(many=True, required=False)

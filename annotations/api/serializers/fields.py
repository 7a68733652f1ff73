"""Fields that take a value of their own type and no other, and rows named by their uid."""

import uuid
from datetime import UTC
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotations.api.serializers.sentences import told_of
from annotations.models import Person, Rating

MOST_WHOLE_NUMBER = 2**31 - 1


class In(serializers.Serializer):
    """A body. Fields that nobody may set are refused, not passed over."""

    default_error_messages = told_of("object")

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := [name for name in data if name not in self.fields]):
            raise serializers.ValidationError({name: ["There is no such field to set."] for name in unknown})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Text, spaces and all."""

    default_error_messages = told_of("text")

    def __init__(self, *, allow_blank: bool = True, **kwargs: Any) -> None:
        # The schema tells of a least length, not of blanks.
        least = {} if allow_blank else {"min_length": 1}
        super().__init__(allow_blank=allow_blank, trim_whitespace=False, **least, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    default_error_messages = told_of("whole")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_value": MOST_WHOLE_NUMBER, **kwargs})

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)


class Truth(serializers.BooleanField):
    default_error_messages = told_of("truth")

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


@extend_schema_field({"type": "boolean", "const": True})
class Just(Truth):
    """True and nothing else: what cannot be taken back here."""

    default_error_messages = {"only": "Only true can be sent."}

    def to_internal_value(self, data: Any) -> bool:
        if not super().to_internal_value(data):
            self.fail("only")
        return True


class Choice(serializers.ChoiceField):
    default_error_messages = told_of("choice")

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice")
        return super().to_internal_value(data)

    def fail(self, key: str, **kwargs: Any) -> Any:
        return super().fail(key, choices=", ".join(filter(None, self.choices)), **kwargs)


class Many(serializers.ListField):
    default_error_messages = told_of("list")


class Uid(serializers.UUIDField):
    default_error_messages = told_of("uid")


class Item(serializers.DictField):
    """An object of any keys."""

    default_error_messages = told_of("object")


class File(serializers.FileField):
    """A file, which may be empty: what reads it says so."""

    default_error_messages = told_of("file")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)


class Moment(serializers.DateTimeField):
    """A time with its zone; without one it is UTC."""

    default_error_messages = told_of("moment")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str):
            self.fail("invalid")
        return super().to_internal_value(value)


class Day(serializers.DateField):
    default_error_messages = told_of("day")

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str):
            self.fail("invalid")
        return super().to_internal_value(value)


@extend_schema_field(OpenApiTypes.UUID)
class Row(serializers.Field):
    """A row by its uid, among those the caller may see."""

    default_error_messages = told_of("row")

    def __init__(self, model: Any, what: str, **kwargs: Any) -> None:
        self.model = model
        self.what = what
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Any:
        row = self.rows().filter(**self.named(data)).first()
        if row is None:
            self.fail("unknown", what=self.what)
        return row

    def rows(self) -> Any:
        return self.model.objects.visible_to(self.context["person"])

    def named(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return {"uid": uuid.UUID(data)}
        except ValueError:
            return self.fail("invalid")


class Rows(Many):
    """Several rows by their uids, each once, asked for together and given in the order of their keys."""

    default_error_messages = {"unknown": "There is no such {what}, or you may not see it: {uid}."}

    def __init__(self, model: Any, what: str, *, most: int, beside: tuple[str, ...] = ()) -> None:
        self.model, self.what, self.beside = model, what, beside
        super().__init__(child=Uid(), min_length=1, max_length=most)

    def to_internal_value(self, data: Any) -> list[Any]:
        if isinstance(data, list) and len(data) > (self.max_length or 0):
            self.fail("max_length", max_length=self.max_length)
        if isinstance(data, list) and any(not isinstance(uid, str) for uid in data):
            raise serializers.ValidationError(["Each has to be a uid."])
        uids = super().to_internal_value(data)
        seen = self.model.objects.visible_to(self.context["person"]).select_related(*self.beside)
        rows = list(seen.filter(uid__in=uids).order_by("pk"))
        unknown = set(uids) - {row.uid for row in rows}
        if unknown:
            self.fail("unknown", what=self.what, uid=min(unknown))
        return rows


@extend_schema_field(OpenApiTypes.STR)
class RatingRow(Row):
    """A rating by its uid, or by its key on the scale by which the claim is judged."""

    default_error_messages = {
        "unknown": "There is no such rating on this claim's scale ({keys}).",
        "invalid": "This has to be the uid or the key of a rating.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Rating, "rating", **kwargs)

    def rows(self) -> Any:
        return super().rows().of_scale(self.context["claim"].policy.scale_id)

    def named(self, data: Any) -> dict[str, Any]:
        try:
            return super().named(data)
        except serializers.ValidationError:
            if isinstance(data, str):
                return {"key": data}
            raise

    def fail(self, key: str, **kwargs: Any) -> Any:
        keys = ", ".join(self.rows().values_list("key", flat=True)) if key == "unknown" else ""
        return super().fail(key, **kwargs, keys=keys)


class PersonRow(Row):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Person, "person", **kwargs)

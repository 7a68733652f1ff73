"""People, the keys they hold, and what is kept for them while they work."""

from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone

from annotations.models.base import EditableRow, Row


class Role(models.TextChoices):
    NONE = "none", "None"
    READER = "reader", "Reader"
    CHECKER = "checker", "Checker"
    EDITOR = "editor", "Editor"


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, person: Any) -> Self:
        """Colleagues see one another; an administrator without a role sees people too."""
        if not getattr(person, "is_active", False):
            return self.none()
        if person.role == Role.NONE and not person.is_superuser:
            return self.filter(pk=person.pk)
        return self

    def colleagues(self) -> Self:
        """Those who see the newsroom's side: who can be mentioned, and told of what happens."""
        return self.filter(is_active=True).exclude(role=Role.NONE)

    def beginning(self, words: str) -> Self:
        """Those whose user name, or a part of whose name, begins so."""
        named = models.Q(name__istartswith=words) | models.Q(name__icontains=f" {words}")
        return self.filter(models.Q(username__istartswith=words) | named)

    def checkers(self) -> Self:
        """Those to whom a claim may be assigned."""
        return self.filter(is_active=True, role__in=(Role.CHECKER, Role.EDITOR))


class PersonManager(BaseUserManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **columns: Any) -> "Person":
        person = self.model(username=self.model.normalize_username(username), **columns)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, username: str, password: str | None = None, **columns: Any) -> "Person":
        """The one-person desk: an editor who is also administrator."""
        columns.setdefault("role", Role.EDITOR)
        return self.create_user(username, password, is_superuser=True, **columns)


class Person(AbstractBaseUser, EditableRow):
    """The user model. Administration stands beside the role and gives no say over claims."""

    username = models.CharField(
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Somebody has this user name already."},
    )
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.NONE)
    notices_by_mail = models.BooleanField(default=True)
    keys = models.JSONField(default=dict, blank=True, editable=False)
    hint_read = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(default=True, help_text="Deactivate instead of deleting: work stays.")
    is_superuser = models.BooleanField(
        "administrator", default=False, help_text="Manages people, scales, policies, tokens, settings."
    )

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        ordering = ["username"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.username

    @property
    def is_staff(self) -> bool:
        """Django's word for who may enter the admin."""
        return self.is_active and (self.role == Role.EDITOR or self.is_superuser)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's permissions are not used; each admin page asks `permissions.py` itself."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class Scope(models.TextChoices):
    PUBLIC = "public", "Public"
    READ = "read", "Read"
    WRITE = "write", "Write"
    CONFIDENTIAL = "confidential", "Confidential"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> Self:
        now = timezone.now()
        return self.filter(revoked_at=None, person__is_active=True).exclude(expires_at__lte=now)

    def visible_to(self, person: Any) -> Self:
        """One's own; an administrator sees everybody's (never the secret)."""
        if getattr(person, "is_superuser", False) and person.is_active:
            return self
        return self.filter(person_id=getattr(person, "pk", None))


class ApiToken(Row):
    """A key for programs. Only its SHA-256 is stored; the secret is shown once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100, blank=True)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        verbose_name = "API token"

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.person}"

    def allows(self, scope: Scope) -> bool:
        return scope in self.scopes


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: Any) -> Self:
        """Only one's own, whoever asks."""
        return self.filter(person_id=getattr(person, "pk", None))


class IdempotencyKey(Row):
    """The answer already given to a request, so that a repeated one does nothing twice."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=300, help_text="method and path")
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return self.key


class Draft(Row):
    """Words typed and not yet submitted. Overwritten in place, never exported, without events."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    object_kind = models.CharField(max_length=30)
    object_uid = models.UUIDField()
    field = models.CharField(max_length=60)
    text = models.TextField()
    base_text = models.TextField(blank=True, help_text="What stood in the field when the words were begun.")
    window = models.CharField(max_length=36, blank=True, help_text="The browser's window that wrote last.")

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "object_kind", "object_uid", "field"], name="one_draft_a_field"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.object_kind} {self.object_uid}"

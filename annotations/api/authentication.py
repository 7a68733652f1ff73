"""Who is asking: a token in the Authorization header, or the browser's session with its CSRF token."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from annotations.actions.access import note_use, token_of
from annotations.models import ApiToken, Person, Scope

READING = (Scope.READ, Scope.WRITE)
WRITING = (Scope.WRITE,)


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`. A token in the address is never looked at: addresses end up in logs."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token_of(secret.strip())
        if token is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked. Ask for a new one.")
        note_use(token)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """The challenge of a 401."""
        return 'Bearer realm="api"'


class Insiders(BasePermission):
    """Somebody is known, and their token goes as far as this method. What they then see is up to `visible_to`."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            raise NotAuthenticated("Send a token (Authorization: Bearer …), or sign in.")
        wanted = READING if request.method in (*SAFE_METHODS,) else WRITING
        token = request.auth
        if token is not None and not any(token.allows(scope) for scope in wanted):
            raise PermissionDenied(f"This token does not have the scope “{wanted[-1].value}”.", "token_scope")
        return True


def names_confidential_sources(request: Request) -> bool:
    """Whether a confidential source may be named to whoever asks here, if the person may know it."""
    return request.auth is None or request.auth.allows(Scope.CONFIDENTIAL)


class BearerScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = "annotations.api.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made by `manage.py create_token` or on the account page. Scopes: read, write.",
        }

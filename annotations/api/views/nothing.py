"""The answer at addresses where there is nothing."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from annotations.api.endpoint import Endpoint
from annotations.errors import NotFound


@extend_schema(exclude=True)
class Nothing(Endpoint):
    """404 to everybody and every method, in the words of the API."""

    authentication_classes = ()
    permission_classes = ()
    varies = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        hint = "" if request.path.endswith("/") else " Addresses here end in a slash."
        raise NotFound(f"There is nothing at this address.{hint}")

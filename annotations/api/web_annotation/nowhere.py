"""The answer at addresses of Web Annotation where there is nothing."""

from typing import Any

from rest_framework.request import Request

from annotations.api.web_annotation.door import Door
from annotations.errors import NotFound


class Nowhere(Door):
    """404 to everybody and every method, with the headers of this room."""

    authentication_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound("There is nothing at this address. Containers and annotations end in a slash.")

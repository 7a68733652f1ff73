"""Web Annotation at /wa/: an article is a container, a claim an annotation.

The rules are those of https://www.w3.org/TR/annotation-protocol/. Not in the OpenAPI schema: the protocol is the
description, and its clients find what they may do in the headers that every answer has. Who is inside sees claims as
they are, everybody else published ones from their frozen records alone.
"""

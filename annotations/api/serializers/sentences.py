"""What is told of a value that does not fit its field: one table, by the kind of field.

A sentence has the name of that of REST framework for which it stands; what is in braces comes from there.
"""

OF_ANY = {
    "required": "This is missing.",
    "null": "This cannot be null.",
}

SENTENCES: dict[str, dict[str, str]] = {
    "text": {
        "invalid": "This has to be text.",
        "blank": "This cannot be empty.",
        "min_length": "This needs at least {min_length:,} characters.",
        "max_length": "At most {max_length:,} characters fit here.",
    },
    "whole": {
        "invalid": "This has to be a whole number.",
        "min_value": "This has to be {min_value:,} or more.",
        "max_value": "This has to be {max_value:,} or less.",
        "max_string_length": "This has to be a whole number.",
    },
    "truth": {"invalid": "This has to be true or false."},
    "choice": {"invalid_choice": "This has to be one of: {choices}."},
    "moment": {
        "invalid": "This has to be a time like 2026-01-31T12:00:00Z.",
        "overflow": "This time has no place in our calendar.",
    },
    "day": {"invalid": "This has to be a day like 2026-01-31."},
    "uid": {"invalid": "This has to be a uid."},
    "row": {
        "invalid": "This has to be a uid.",
        "unknown": "There is no such {what}, or you may not see it.",
    },
    "list": {
        "not_a_list": "This has to be a list.",
        "empty": "This needs at least 1 item.",
        "min_length": "This needs at least {min_length:,} item.",
        "max_length": "At most {max_length:,} items fit here.",
    },
    "object": {
        "invalid": "This has to be an object.",
        "not_a_dict": "This has to be an object.",
    },
    "file": {
        "invalid": "This has to be a file, in a body of multipart/form-data.",
        "no_name": "The file needs a name.",
        "max_length": "A file's name has at most {max_length:,} characters.",
    },
}


def told_of(kind: str) -> dict[str, str]:
    return OF_ANY | SENTENCES[kind]

"""The REST API: addresses, who is asking, what they send and what they get.

A view is three moves: find among what this person may see, call one action or ask one question, answer. Rows come
out in the shapes of `exports/shapes/`, writes go through `actions/`, and errors become answers in `errors.py`
alone. Nothing here knows the pages or the admin.
"""

"""Rows as plain dictionaries: the one shape in which list, detail, export and webhook show a record.

Each function takes a queryset and a `Recipient` and yields one dictionary a row, in the queryset's order, reading
in chunks: columns by one query, related rows by one query a table and chunk. Values are what orjson writes (UUIDs,
UTC datetimes, dates, numbers, text, lists, dictionaries). What the recipient may not see is not in them.
"""

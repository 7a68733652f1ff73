"""The archive: all that a newsroom has in one file, to keep it and to move it to another database.

A ZIP of one JSON Lines file a table, of the stored originals and copies under their SHA-256, and a manifest with the
counts and SHA-256 of each. It names confidential sources, and so never goes out over HTTP.
"""

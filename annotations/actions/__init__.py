"""The only code that changes data.

An action is a verb with keyword arguments and `by=`, the person. It asks permission, changes rows and records
its event, in one transaction. Pages, API, admin, commands and jobs all come through here.
"""

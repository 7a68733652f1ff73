"""What people send from the pages, cleaned: each form mirrors the arguments of one action, a file a noun.

Forms know fields and sentences; who may send them and what follows is the views' and the actions' business.
"""

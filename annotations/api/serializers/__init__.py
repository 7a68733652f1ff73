"""What goes in and what comes out, as classes.

Names ending in `In` mirror an action's arguments and check what clients send, strictly: no unknown fields, no
value of another type. The others describe the shapes of `exports/shapes/` for the schema and never run; tests hold
every answer against them.
"""

"""Text in, positions out: where words stand, and where they went when the text changed.

Positions are Unicode code points, half-open, everywhere; only `text.Utf16Offsets` knows another unit. The
package takes values and returns values. It must not know Django, the database, a request or the clock, so
that every rule in it can be tested with two strings.
"""

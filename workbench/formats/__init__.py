"""How days and times are written, by language; where Django's own way of a language could be misread."""

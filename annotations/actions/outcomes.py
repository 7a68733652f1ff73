"""What an import came to, in sentences for whoever started it: the same through every door."""

from annotations.actions.articles import Imported, Outcome


def told(imported: Imported) -> str:
    """What became of the text, of the claims, and of the details that were given."""
    return f"{outcome_told(imported)} {imported.completion.told()}".strip()


def outcome_told(imported: Imported) -> str:
    name, number = str(imported.article), imported.version.number
    if imported.outcome == Outcome.SAME_TEXT:
        return f"“{name}” has this text already, as version {number}. Nothing was imported."
    if imported.outcome == Outcome.NEW_ARTICLE:
        return f"“{name}” was imported. {sentences_told(imported.version.sentences.count())} to go through."
    return f"“{name}” has a new version {number}. {crossing_told(imported)}".strip()


def sentences_told(number: int) -> str:
    return "1 sentence" if number == 1 else f"{number:,} sentences"


def crossing_told(imported: Imported) -> str:
    """What became of the claims: "Of 9 places of claims 7 stand as before, 1 changed, 1 lost its place."."""
    if imported.report is None:
        return ""
    counts = imported.report.counts()
    total = sum(counts.values())
    if not total:
        return "It had no claims yet."
    stayed = counts["same"] + counts["moved"]
    lost = "1 lost its place" if counts["lost"] == 1 else f"{counts['lost']:,} lost their place"
    rest = {"changed": f"{counts['changed']:,} changed", "lost": lost}
    stand = f"{stayed:,} {'stands' if stayed == 1 else 'stand'} as before"
    return f"Of {places_told(total)} {', '.join([stand, *(rest[name] for name in rest if counts[name])])}."


def places_told(number: int) -> str:
    return "1 place of a claim" if number == 1 else f"{number:,} places of claims"

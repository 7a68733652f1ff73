"""A browser in words, from what it says of itself: its family and its system, no more.

What it sends is long, changes every month, and claims to be several browsers at once; the more particular name
counts. Nothing but words shown to its own person is made of it.
"""

FAMILIES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex Browser"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What stands in the header, and the family it means; the first that is found counts."""

SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """As in "Firefox on Linux"; "An unknown browser" when nothing in it is known."""
    family = _first(FAMILIES, user_agent)
    system = _first(SYSTEMS, user_agent)
    if system:
        return f"{family or 'A browser'} on {system}"
    return family or "An unknown browser"


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((words for sign, words in table if sign in user_agent), "")

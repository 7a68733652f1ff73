"""A mouse that goes by words."""

from playwright.sync_api import Page

POINT = """drawn => {
    const root = document.querySelector("article-text");
    const words = drawn.replace("|", "");
    const at = root.textContent.indexOf(words) + drawn.indexOf("|");
    const last = drawn.endsWith("|");
    const wanted = last ? at - 1 : at;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let passed = 0;
    for (let node = walker.nextNode(); node; passed += node.length, node = walker.nextNode()) {
        if (passed + node.length <= wanted) continue;
        node.parentElement.scrollIntoView({ block: "nearest" });
        const range = document.createRange();
        range.setStart(node, wanted - passed);
        range.setEnd(node, wanted - passed + 1);
        const box = range.getBoundingClientRect();
        const rightToLeft = /[\\u0590-\\u08ff]/.test(root.textContent[wanted]);
        return [last !== rightToLeft ? box.right - 0.5 : box.left + 0.5, box.top + box.height / 2];
    }
}"""
"""The point of the window where "|" stands in the words drawn."""


class Hand:
    """A mouse that goes by words: "coun|cil" is the place between n and c."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def drag(self, start: str, end: str, *held: str) -> None:
        begin = self.page.evaluate(POINT, start)
        self.page.mouse.move(*begin)
        self.page.mouse.down()
        for key in held:
            self.page.keyboard.down(key)
        self.page.mouse.move(*self.page.evaluate(POINT, end), steps=4)
        self.page.mouse.up()
        for key in held:
            self.page.keyboard.up(key)

    def click(self, place: str, times: int = 1) -> None:
        self.page.mouse.click(*self.page.evaluate(POINT, place), click_count=times)

"""Why a page was not fetched. Each says so in words for whoever gave the address."""


class FetchError(Exception):
    """`words` are for people; `may_pass` is whether the same address may work in a while."""

    words = "The page can’t be fetched."
    may_pass = False

    def __init__(self, words: str = ""):
        super().__init__(words or self.words)


class Unsafe(FetchError):
    words = "This address isn’t fetched: only public web pages are, by http or https."


class Refused(FetchError):
    words = "The site doesn’t give this page to programs."


class NotFound(FetchError):
    words = "There is no such page."


class TooBig(FetchError):
    words = "The page is too big."


class TooSlow(FetchError):
    words = "The site took too long to answer."
    may_pass = True


class Unreachable(FetchError):
    words = "The site can’t be reached."
    may_pass = True


class Broken(FetchError):
    words = "The site answered with an error of its own."
    may_pass = True


class Unreadable(FetchError):
    words = "What the site answered is no page that can be read."

"""Why a page or a picture was not fetched. Each says so in words for whoever gave the address."""


class FetchError(Exception):
    words = "It can’t be fetched."

    def __init__(self, words: str = ""):
        super().__init__(words or self.words)


class Unsafe(FetchError):
    words = "This address isn’t fetched: only public web pages are, by http or https."


class Refused(FetchError):
    words = "The site doesn’t give this to programs."


class NotFound(FetchError):
    words = "There is no such thing."


class TooBig(FetchError):
    words = "It is too big."


class TooSlow(FetchError):
    words = "The site took too long to answer."


class Unreachable(FetchError):
    words = "The site can’t be reached."


class Broken(FetchError):
    words = "The site answered with an error of its own."


class Unreadable(FetchError):
    words = "What the site answered can’t be read."

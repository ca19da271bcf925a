"""Models that mean no good, or know no better: each answers from the question alone."""

import json
import re

from tests.gemini.answers import Says

ORDER = re.compile(r"%%DO(\{.*?\})%%", re.S)
NAMED = re.compile(r"DO-([a-z]+(?:-[a-z]+)*)")  # short enough for a file's name


def obedient(harmless):
    """Does whatever is said anywhere in the question; `harmless` is the answer where nothing is. {name} in an order
    stands for the data of that name, {all} for the whole question.
    """

    def answer(request):
        orders = ORDER.findall(request.text)
        return Says(filled(json.loads(orders[0]), request) if orders else harmless)

    return answer


def filled(order, request):
    if isinstance(order, dict):
        return {name: filled(value, request) for name, value in order.items()}
    if isinstance(order, list):
        return [filled(each, request) for each in order]
    return re.sub(r"\{(\w+)\}", lambda found: data(found[1], request), order)


def data(name, request):
    if name == "all":
        return request.text
    found = re.search(rf'<data-(\w+) name="{name}">\n(.*?)\n</data-\1>', request.text, re.S)
    return found[2] if found else f"{{{name}}}"


class Bidden:
    """Does what the first order says that it reads anywhere: `DO-` and the name of one of the effects, each a function
    of the request whose result is the answer. `facts` are words that are put in the place of others in it; `obeyed` are
    the orders that it has followed.
    """

    def __init__(self, effects, harmless, facts):
        self.effects, self.harmless, self.facts, self.obeyed = effects, harmless, facts, []

    def __call__(self, request):
        if not (found := NAMED.search(request.text)):
            return Says(self.harmless(request))
        self.obeyed.append(found[1])
        answer = json.dumps(self.effects[found[1]](request))
        for name, fact in self.facts.items():
            answer = answer.replace(name, fact)
        return Says(answer)

"""Models that mean no good, or know no better: each answers from the question alone."""

import json
import re

from tests.gemini.answers import Says

ORDER = re.compile(r"%%DO(\{.*?\})%%", re.S)


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

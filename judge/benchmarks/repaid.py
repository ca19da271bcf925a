"""Calls that are made twice because a worker was killed in the middle of what takes several of them."""

import random
from collections.abc import Iterator

from judge.benchmarks import Figure
from judge.benchmarks.chains import CHAINS, Chain, gemini
from judge.benchmarks.torment import Crew, Passed, Torment, quick

KILLS = {"extraction": 16, "proposals": 22, "hints": 14}  # at least
MOST = 30  # of one kind, that are begun


def figures() -> Iterator[Figure]:
    with quick(), gemini() as server, Crew() as crew:
        torment = Torment(crew, server, random.Random(0))
        parts = {chain.name: tormented(chain, torment) for chain in CHAINS}
    total = {name: sum(part[name] for part in parts.values()) for name in parts["hints"]}
    reason = "; ".join(f"{name}: {said(part)}" for name, part in parts.items())
    yield Figure("ai.repaid_calls", total["repaid"], "calls", 0, reason, parts=parts)
    yield Figure("ai.kills", total["kills"], "kills", 50, said(total), at_least=True)
    yield Figure("ai.lost_to_kills", total["lost"], "jobs", 0, f"of {total['jobs']}")
    others = total["jobs"] - total["equal"]
    yield Figure("ai.changed_by_kills", others, "results", 0, f"of {total['jobs']} are another than without kills")


def tormented(chain: Chain, torment: Torment) -> dict[str, int]:
    unkilled = torment.through(chain, 0)
    if not unkilled.is_done or unkilled.made != chain.calls:
        raise RuntimeError(f"{chain.name} takes {unkilled.made} calls when nobody disturbs it: {unkilled.result}")
    passed: list[Passed] = []
    while (left := KILLS[chain.name] - sum(one.kills for one in passed)) > 0 and len(passed) < MOST:
        passed.append(torment.through(chain, min(chain.kills, left)))
    return summed(passed, unkilled)


def summed(passed: list[Passed], unkilled: Passed) -> dict[str, int]:
    return {
        "kills": sum(one.kills for one in passed),
        "of_whole_workers": sum(one.whole for one in passed),
        "in_flight": sum(one.lost for one in passed),
        "in_trials": sum(one.trials for one in passed),
        "between": sum(one.kills - one.lost - one.trials for one in passed),
        "made_again": sum(one.made - unkilled.made for one in passed),
        "repaid": sum(max(0, one.made - unkilled.made - one.lost) for one in passed),
        "jobs": len(passed),
        "done": sum(one.is_done for one in passed),
        "lost": sum(not one.is_done for one in passed),
        "equal": sum(one.result == unkilled.result for one in passed),
    }


def said(part: dict[str, int]) -> str:
    return (
        f"{part['kills']} kills, {part['made_again']} calls made again, {part['in_flight']} were in flight, "
        f"{part['done']} of {part['jobs']} done, {part['equal']} as without kills"
    )

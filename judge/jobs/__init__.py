"""Every background job: the table of contents of what happens outside a request. Ids in, one call inside."""

from judge.jobs.ai import setback
from judge.jobs.extraction import begin_extraction, extract_problem
from judge.jobs.hints import write_hints
from judge.jobs.invocations import (
    ask_for_cell,
    begin_hunt,
    begin_invocation,
    go_on,
    hunt_topic,
    invoke,
    invoke_again,
    search_for_test,
    show_cell,
)
from judge.jobs.packages import import_into_draft, import_package, publish_version, verify_version
from judge.jobs.programs import ask_for_check, check_programs
from judge.jobs.proposals import (
    ask_for_proposal,
    begin_proposal,
    go_on_with_proposal,
    job_of,
    newest_proposal,
    try_proposal,
)
from judge.jobs.publishing import publish, publish_draft, rejudge, rejudge_submissions, verify, verify_draft
from judge.jobs.queues import empty, empty_queue, retry_dead, retry_queue
from judge.jobs.submissions import judge_again, run_submission
from judge.jobs.tests import begin_on_tests, generate_outputs, generate_tests
from judge.jobs.upkeep import (
    INVALIDATE,
    clear_sessions,
    collect_blobs,
    delete_job,
    delete_old_jobs,
    invalidate,
    invalidate_cache,
    invalidate_each,
    warm_everything,
    warm_problem_cache,
    warm_user_stats,
)

__all__ = [
    "INVALIDATE",
    "ask_for_cell",
    "ask_for_check",
    "ask_for_proposal",
    "begin_extraction",
    "begin_hunt",
    "begin_invocation",
    "begin_on_tests",
    "begin_proposal",
    "check_programs",
    "clear_sessions",
    "collect_blobs",
    "delete_job",
    "delete_old_jobs",
    "empty",
    "empty_queue",
    "extract_problem",
    "generate_outputs",
    "generate_tests",
    "go_on",
    "go_on_with_proposal",
    "hunt_topic",
    "import_into_draft",
    "import_package",
    "invalidate",
    "invalidate_cache",
    "invalidate_each",
    "invoke",
    "invoke_again",
    "job_of",
    "judge_again",
    "newest_proposal",
    "publish",
    "publish_draft",
    "publish_version",
    "rejudge",
    "rejudge_submissions",
    "retry_dead",
    "retry_queue",
    "run_submission",
    "search_for_test",
    "setback",
    "show_cell",
    "try_proposal",
    "verify",
    "verify_draft",
    "verify_version",
    "warm_everything",
    "warm_problem_cache",
    "warm_user_stats",
    "write_hints",
]

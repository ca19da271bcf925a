from judge.models.ai import AiRun, AiSwitch
from judge.models.blob import Blob
from judge.models.check import ProgramCheck
from judge.models.collaborator import Collaborator
from judge.models.flag import Flag
from judge.models.invocation import Invocation, InvocationCell, InvocationRow
from judge.models.job import Job
from judge.models.plan import Plan
from judge.models.problem import Problem, Tag
from judge.models.rejudge import Rejudge
from judge.models.revision import DraftBlob, Revision, TestSet
from judge.models.submission import Submission, SubmissionBlob
from judge.models.trial import Trial
from judge.models.upload import Upload
from judge.models.user import User
from judge.models.version import ProblemVersion, VersionBlob

__all__ = [
    "AiRun",
    "AiSwitch",
    "Blob",
    "Collaborator",
    "DraftBlob",
    "Flag",
    "Invocation",
    "InvocationCell",
    "InvocationRow",
    "Job",
    "Plan",
    "Problem",
    "ProblemVersion",
    "Rejudge",
    "ProgramCheck",
    "Revision",
    "Submission",
    "SubmissionBlob",
    "Tag",
    "TestSet",
    "Trial",
    "Upload",
    "User",
    "VersionBlob",
]

"""Work that takes longer than a request: the database is the truth, whoever runs a step is only its hands.

queue.py     what people do with jobs: ask for one, look at it, cancel it, ask again
claims.py    what workers do with steps: claim with a fence, renew the lease, publish, fail, hand back
run.py       `run_step`: the one way in which a step is done, whoever calls it
sweep.py     what dead workers left is offered again
worker.py    a process that takes steps; supervisor.py the one that keeps workers and the web alive
work/        what each kind of job does
"""

from __future__ import annotations

QUEUES = {"line": "interactive", "title": "interactive", "check": "interactive", "picture": "interactive",
          "music": "interactive", "voice": "work", "narration": "work"}  # fmt: skip
KINDS = tuple(QUEUES)  # the most urgent first: what somebody sits and waits for
ENDED = ("done", "failed", "cancelled")


class JobError(RuntimeError):
    """A job that cannot be done; one sentence for a person."""

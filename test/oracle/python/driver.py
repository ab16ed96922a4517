"""Runs programs one after the other, each in a process of its own, with the flags that stand beside it."""

import json
import os
import sys

folder = sys.argv[1]
with open(os.path.join(folder, "jobs.json"), encoding="utf-8") as file:
    jobs = json.load(file)
for index, job in enumerate(jobs):
    child = os.fork()
    if child == 0:
        os.environ["GUARD_RECORD"] = os.path.join(folder, f"{index}.record")
        os.environ["GUARD_STATUS"] = "0"
        sys.argv = ["program.py", *job["flags"]]
        with open(os.path.join(folder, f"{index}.log"), "wb") as log:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        status = 0
        try:
            exec(compile(job["text"], "program.py", "exec"), {"__name__": "__main__"})
        except BaseException as error:
            status = 1
            print(repr(error), file=sys.stderr)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    os.waitpid(child, 0)

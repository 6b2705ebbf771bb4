"""A lab's trainings, two at a time, each in a process with one thread.

On networks this small, two processes of one thread each are faster than
one process of two: there is little to share out within an operation.
"""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import torch

_function = None


def _start(function):
    global _function
    _function = function
    torch.set_num_threads(1)


def _call(job):
    return _function(job)


def each(function, jobs, processes=2):
    """``[function(job) for job in jobs]``, by several processes.

    The processes are forks: the function may be one of a notebook and sees
    what is defined there; what it changes stays in its process. Forks are
    a matter of Linux and macOS; elsewhere the jobs run one by one.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        return [function(job) for job in jobs]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, context, _start, (function,)) as pool:
        return list(pool.map(_call, jobs))

"""Tests of mmbook.parallel."""

import os

import pytest

torch = pytest.importorskip("torch")

from mmbook.parallel import each  # noqa: E402


@pytest.fixture(autouse=True)
def one_thread():
    torch.set_num_threads(1)  # a fork must not inherit running threads


def test_each_keeps_the_order_and_takes_local_functions():
    shift = 7
    assert each(lambda job: job + shift, range(9)) == list(range(7, 16))


def test_each_works_outside_of_this_process_with_one_thread():
    def look(job):
        return os.getpid(), torch.get_num_threads()

    found = each(look, range(4))
    assert os.getpid() not in {process for process, _ in found}
    assert {threads for _, threads in found} == {1}


def test_what_a_job_changes_stays_in_its_process():
    kept = []
    each(kept.append, range(3))
    assert kept == []


def test_where_there_is_no_fork_the_jobs_run_one_by_one(monkeypatch):
    monkeypatch.setattr("multiprocessing.get_all_start_methods",
                        lambda: ["spawn"])
    kept = []
    each(kept.append, range(3))
    assert kept == [0, 1, 2]


def test_a_job_that_fails_says_so():
    with pytest.raises(ZeroDivisionError):
        each(lambda job: 1 / job, [1, 0])

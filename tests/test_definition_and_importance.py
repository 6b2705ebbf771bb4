"""Tests of mmbook.definition_and_importance and of the chapter's runs."""

from pathlib import Path

import numpy as np
import pytest

from mmbook.definition_and_importance import (
    co_information,
    decompose,
    entropy,
    exchange,
    fit,
    joint_table,
    least_both,
    mutual_information,
    smallest_overlap,
    three,
)
from mmbook.definition_runs import (
    deployment,
    exchange_runs,
    learning_curves,
    noisy_scenes,
    recorded,
    with_products,
)
from mmbook.quartet import Quartet

PAGE = Path(__file__).parents[1].joinpath(
    "docs/introduction/definition-and-importance.md").read_text("utf-8")
FOUR = [(a, b) for a in (0, 1) for b in (0, 1)]
COPY = joint_table([(0, 0, 0), (1, 1, 1)])
XOR = joint_table([(a, b, a ^ b) for a, b in FOUR])
AND = joint_table([(a, b, a & b) for a, b in FOUR])
PAIR = joint_table([(a, b, 2 * a + b) for a, b in FOUR])


def some_tables(count=20, shape=(2, 3, 2)):
    rng = np.random.default_rng(0)
    tables = rng.gamma(0.5, size=(count, *shape))
    return tables / tables.sum(axis=(1, 2, 3), keepdims=True)


def test_entropy_of_coins_and_dice():
    assert entropy([0.5, 0.5]) == 1 and entropy([1, 0]) == 0
    assert entropy(np.full(8, 1 / 8)) == pytest.approx(3)
    assert entropy([0.25, 0.75]) == pytest.approx(0.8112781)


@pytest.mark.parametrize("p", [[0.5, 0.4], [1.2, -0.2]])
def test_entropy_refuses_what_is_no_distribution(p):
    with pytest.raises(ValueError, match="sum to"):
        entropy(p)


def test_mutual_information_is_zero_only_when_independent():
    p, q = np.array([0.3, 0.7]), np.array([0.2, 0.5, 0.3])
    assert mutual_information(np.outer(p, q)) == pytest.approx(0, abs=1e-12)
    assert mutual_information(np.diag([0.5, 0.5])) == pytest.approx(1)


def test_what_is_told_equals_what_is_no_longer_open():
    for table in some_tables():
        side = table.sum(axis=1)  # (X1, Y)
        x = side.sum(axis=1)
        open_after = sum(p * entropy(row / p) for p, row in zip(x, side))
        told = entropy(side.sum(axis=0)) - open_after
        assert told == pytest.approx(three(table)[0])


def test_a_second_input_never_lowers_information():
    for table in some_tables():
        first, second, both = three(table)
        assert both >= max(first, second) - 1e-12


@pytest.mark.parametrize(("table", "shares"), [
    (COPY, (1, 0, 0, 0)), (XOR, (0, 0, 0, 1)), (PAIR, (0, 1, 1, 0)),
    (joint_table([(a, b, a) for a, b in FOUR]), (0, 1, 0, 0)),
    (AND, (0.3112781, 0, 0, 0.5))])
def test_shares_of_the_tables_of_the_chapter(table, shares):
    found = decompose(table)
    assert tuple(found.values()) == pytest.approx(shares, abs=5e-4)
    assert sum(found.values()) == pytest.approx(three(table)[2])


def test_two_noisy_copies_share_the_rest_by_synergy():
    flip = np.array([[0.75, 0.25], [0.25, 0.75]])  # (y, x)
    table = np.einsum("ya,yb->aby", flip, flip) / 2
    assert tuple(decompose(table).values()) == pytest.approx(
        (0.189, 0, 0, 0.143), abs=5e-4)


def test_the_older_definition_calls_two_facts_redundant():
    assert decompose(PAIR, "min")["R"] == pytest.approx(1)
    assert smallest_overlap(AND) == pytest.approx(0.3112781)
    with pytest.raises(ValueError, match="most"):
        decompose(PAIR, "most")


def test_co_information_is_redundancy_less_synergy():
    assert co_information(XOR) == pytest.approx(-1)
    for table in some_tables(6):
        shares = decompose(table)
        assert co_information(table) == pytest.approx(
            shares["R"] - shares["S"])


def test_least_both_keeps_each_input_and_finds_the_minimum():
    for table in some_tables(8, (2, 2, 2)):
        least, q = least_both(table)
        for axis in (0, 1):
            assert np.allclose(q.sum(axis), table.sum(axis), atol=1e-4)
        step = np.array([[1, -1], [-1, 1]])
        parts = []  # every table with these margins, on a grid
        for y in (0, 1):
            part = table[:, :, y]
            s = np.linspace(-min(part[0, 0], part[1, 1]),
                            min(part[0, 1], part[1, 0]), 101)
            parts.append(np.maximum(part + s[:, None, None] * step, 0))
        q = np.stack(np.broadcast_arrays(
            parts[0][:, None], parts[1][None]), axis=-1)  # (101, 101, 2, 2, 2)
        pairs = q.sum(axis=-1, keepdims=True) * table.sum(axis=(0, 1))
        grid = (q * np.log2(np.where(q > 0, q / np.maximum(pairs, 1e-300), 1))
                ).sum(axis=(2, 3, 4))
        assert least == pytest.approx(grid.min(), abs=2e-3)
        assert all(v > -2e-3 for v in decompose(table).values())


def test_fit_separates_what_is_apart_and_guesses_else():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 600)
    x = rng.normal(size=(600, 4))
    assert np.mean(fit(x[:400], y[:400])(x[400:]) == y[400:]) < 0.45
    x[:, 2] += 5 * y
    assert np.mean(fit(x[:400], y[:400])(x[400:]) == y[400:]) > 0.95


def test_exchange_moves_only_what_is_used():
    rng = np.random.default_rng(0)
    a, b = rng.integers(0, 2, (2, 1000))
    first = lambda a, b: a  # noqa: E731
    assert exchange(first, [a, b], a, 1) == (1, 1, 0)
    right, after, moved = exchange(first, [a, b], a, 0)
    assert right == 1 and abs(after - 0.5) < 0.06
    assert moved == pytest.approx(1 - after)
    differ = lambda a, b: a ^ b  # noqa: E731
    for which in (0, 1):
        assert abs(exchange(differ, [a, b], a ^ b, which)[1] - 0.5) < 0.06


def test_exchange_between_twins_keeps_what_twins_share():
    a = np.arange(100) % 5
    assert exchange(lambda a: a, [a], a, 0, twins=a) == (1, 1, 0)


def test_products_hold_every_pair():
    seen, heard = np.ones((3, 2)), np.full((3, 4), 2.0)
    assert with_products(seen, heard).shape == (3, 2 + 4 + 8)
    assert (with_products(seen, heard)[:, 6:] == 2).all()


def test_the_factors_of_quartet_carry_one_bit_of_each_kind():
    batch = Quartet(seed=0, objects=1).batch(range(2000), ())
    s, w, e = (batch.label(t) for t in
               ("redundant", "unique_image", "unique_sound"))
    kinds = zip(("redundant", "unique_image", "unique_sound", "synergy"),
                ("R", "U1", "U2", "S"), strict=True)
    for task, kind in kinds:
        table = joint_table(np.stack([2 * s + w, 2 * s + e,
                                      batch.label(task)], axis=1))
        assert decompose(table)[kind] == pytest.approx(1, abs=0.02), task


def said(value, digits=2):
    """The number as the page writes it."""
    return f"{value:.{digits}f}"


@pytest.fixture(scope="module")
def runs():
    return recorded()


def test_what_is_recorded_is_what_a_run_finds(runs):
    for name, values in exchange_runs(seeds=[0]).items():
        assert np.allclose(values[0], runs[name][0], atol=0.01), name
    levels, fixed = deployment(noises=(0, -5), seeds=[0])
    assert np.allclose(levels[0], runs["levels"][0, 1:3], atol=0.01)
    assert np.allclose(fixed[0], runs["fixed"][0], atol=0.01)
    for task, curve in learning_curves(noisy_scenes()).items():
        assert np.allclose(curve, runs[task], atol=0.01), task


def test_the_page_and_the_exchange_runs_agree(runs):
    right = runs["right"].mean(axis=0).round(2)
    for row, said_of in zip(right, ((1.0, 0.72, 0.72, 0.97, 0.99),
                                    (1.0, 0.51, 0.89, 1.0, 0.50),
                                    (1.0, 1.0, 0.49, 0.51, 1.0),
                                    (0.52, 0.50, 0.51, 0.52, 0.50)),
                            strict=True):
        assert row == pytest.approx(said_of, abs=0.011)
    assert runs["products"].mean(axis=0) == pytest.approx(
        (0.99, 0.51, 0.49), abs=0.011)
    moved = runs["moved"]
    assert (moved[:, 2, 0] == 0).all()  # pictures, for the excited tone
    assert (moved[:, 1, 2] == 0).all()  # a twin's sound, for the color
    assert said(moved[:, 3, 0].mean()) == "0.46"
    assert said(moved[:, 2, 1].mean()) == "0.51"


def test_the_page_and_the_learning_curves_agree(runs):
    color, shape = (runs[t] for t in ("unique_image", "redundant"))
    for value in (*color[1].mean(axis=0), *shape[0].mean(axis=0)):
        assert said(value, 3) in PAGE
    assert (color[1, :, 1] < color[1, :, 0]).all()
    assert (shape[1, :, 1] < shape[1, :, 0]).all()
    lost = 100 * color.mean(axis=1)
    assert said(lost[1, 0] - lost[1, 1], 1) == "9.8"
    assert abs(lost[4, 0] - lost[4, 1]) < 0.1
    gain = 100 * (shape[:, :, 1] - shape[:, :, 0]).mean(axis=1)
    assert [said(v, 1) for v in gain[[1, 5]]] == ["-6.4", "4.4"]
    assert (gain[3:] > 0).all() and gain[2] < 0


def test_the_page_and_the_deployment_runs_agree(runs):
    assert [said(v, 3) for v in runs["fixed"].mean(axis=0)] == [
        "0.660", "0.846", "0.143", "0.589"]
    kept, matched = np.moveaxis(runs["levels"].mean(axis=0), 1, 0)
    assert [said(v) for v in kept] == ["0.83", "0.85", "0.54", "0.37"]
    assert [said(v) for v in matched] == ["0.99", "0.85", "0.77", "0.77"]

"""Tests of mmbook.cross_modal_learning."""

import json

import numpy as np
import pytest

from mmbook.cross_modal_learning import (
    cca,
    chance_recall_at_k,
    cka,
    correlations,
    distillation_loss,
    mutual_knn,
    mutual_knn_slow,
    neighbors,
    recall_at_k,
    recall_at_k_slow,
    softmax,
    standardize,
    whiten,
)
from mmbook.cross_modal_runs import (
    RECORD,
    SETTINGS,
    WORLDS,
    contrast,
    coordination,
    found,
    half_wrong,
    nearness,
    own_axes,
    views,
)
from mmbook.quartet import Quartet
from mmbook.quartet_probe import look, probe


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def two_views(rng, n, p=5, q=4, rho=0.9):
    """Views of Gaussians whose one shared direction correlates by rho."""
    X, Y = rng.normal(size=(n, p)), rng.normal(size=(n, q))
    Y[:, 0] = rho * X[:, 0] + np.sqrt(1 - rho**2) * Y[:, 0]
    return X, Y


def test_standardize_gives_mean_0_and_variance_1_and_keeps_constants(rng):
    X = rng.normal(3, 2, size=(200, 3))
    X[:, 1] = 7
    Z = standardize(X)
    assert np.allclose(Z.mean(0), 0) and np.allclose(Z.std(0), [1, 0, 1])


def test_whitened_data_have_identity_covariance(rng):
    X = rng.normal(size=(300, 6)) @ rng.normal(size=(6, 6))
    centered, W = whiten(X)
    Z = centered @ W
    assert np.allclose(Z.T @ Z / len(Z), np.eye(6), atol=1e-8)


def test_cca_finds_the_shared_direction(rng):
    X, Y = two_views(rng, 20_000)
    A, B, s = cca(X, Y, k=2)
    assert s[0] == pytest.approx(0.9, abs=0.01) and s[1] < 0.05
    assert abs(A[0, 0]) > 0.99 and abs(B[0, 0]) > 0.99


def test_cca_numbers_are_the_correlations_of_the_projections(rng):
    X, Y = two_views(rng, 400)
    A, B, s = cca(X, Y, k=4)
    assert np.allclose(correlations(X, Y, A, B), s)
    projected = (X - X.mean(0)) @ A
    assert np.allclose(projected.T @ projected / len(X), np.eye(4))


def test_cca_agrees_with_the_eigenvalue_problem_of_hotelling(rng):
    X, Y = two_views(rng, 500)
    X, Y = X - X.mean(0), Y - Y.mean(0)
    xx, yy, xy = X.T @ X, Y.T @ Y, X.T @ Y
    squared = np.linalg.eigvals(
        np.linalg.solve(xx, xy) @ np.linalg.solve(yy, xy.T)
    )
    expected = np.sqrt(np.sort(squared.real)[::-1][:4])
    assert np.allclose(cca(X, Y, k=4)[2], expected)


def test_cca_is_invariant_to_invertible_linear_maps_and_cka_is_not(rng):
    X, Y = two_views(rng, 300)
    mixed = X @ rng.normal(size=(5, 5)) + 3.0
    assert np.allclose(cca(X, Y, k=4)[2], cca(mixed, Y, k=4)[2])
    assert abs(cka(X, Y) - cka(mixed, Y)) > 0.01


def test_cca_overfits_independent_noise_and_ridge_and_new_rows_tell(rng):
    X, Y = rng.normal(size=(50, 40)), rng.normal(size=(50, 40))
    new_X, new_Y = rng.normal(size=(2000, 40)), rng.normal(size=(2000, 40))
    A, B, s = cca(X, Y)
    assert s[0] > 0.999
    assert abs(correlations(new_X, new_Y, A, B)[0]) < 0.1
    assert cca(X, Y, ridge=1.0)[2][0] < 0.7


def test_cca_survives_more_columns_than_rows(rng):
    X, Y = rng.normal(size=(10, 30)), rng.normal(size=(10, 30))
    s = cca(X, Y, k=3)[2]
    assert np.all(np.isfinite(s)) and np.allclose(s, 1)


def test_cca_says_what_is_wrong(rng):
    X = rng.normal(size=(10, 3))
    with pytest.raises(ValueError, match="10 rows and Y has 9"):
        cca(X, X[:9])
    with pytest.raises(ValueError, match="k = 4"):
        cca(X, X, k=4)


def test_neighbors_never_include_the_row_itself(rng):
    found = neighbors(rng.normal(size=(30, 4)), 29)
    for i, row in enumerate(found):
        assert sorted([*row, i]) == list(range(30))


def test_mutual_knn_fast_agrees_with_slow(rng):
    X, Y = two_views(rng, 80)
    assert mutual_knn(X, Y, 7) == pytest.approx(mutual_knn_slow(X, Y, 7))


def test_mutual_knn_is_1_for_rotations_and_chance_for_noise(rng):
    X = rng.normal(size=(400, 8))
    rotation = np.linalg.qr(rng.normal(size=(8, 8)))[0]
    assert mutual_knn(X, 3 * X @ rotation) == 1
    chance = 10 / 399
    noise = mutual_knn(X, rng.normal(size=(400, 8)))
    assert noise == pytest.approx(chance, abs=0.01)


def test_cka_range_invariances_and_small_sample_bias(rng):
    X = rng.normal(size=(500, 6))
    rotation = np.linalg.qr(rng.normal(size=(6, 6)))[0]
    assert cka(X, 5 * X @ rotation + 1) == pytest.approx(1)
    assert cka(X, rng.normal(size=(500, 6))) < 0.05
    assert cka(rng.normal(size=(20, 200)), rng.normal(size=(20, 200))) > 0.8


def test_softmax_limits(rng):
    logits = np.array([1000.0, 0.0, 0.0])
    assert np.allclose(softmax(logits), [1, 0, 0])
    assert np.allclose(softmax(logits, tau=1e6), 1 / 3, atol=1e-3)


def test_distillation_loss_is_0_for_equal_and_positive_otherwise(rng):
    t, s = rng.normal(size=(2, 6, 5))
    assert distillation_loss(t, t + 3.0) == pytest.approx(0)
    assert distillation_loss(t, s) > 0


def test_distillation_loss_by_hand():
    # Teacher (1/2, 1/2), student (1/4, 3/4): KL = log 2 - log(3)/2 nats.
    student = np.log(np.array([[1.0, 3.0]]))
    got = distillation_loss(np.zeros((1, 2)), student, tau=1.0)
    assert got == pytest.approx(np.log(2) - np.log(3) / 2)


def test_distillation_gradient_does_not_vanish_with_tau(rng):
    """The factor tau² cancels the 1/tau² of the gradient at high tau."""
    t, s = rng.normal(size=(2, 1, 5))
    step = np.zeros((1, 5))
    step[0, 2] = 1e-5

    def slope(tau):
        up, down = (distillation_loss(t, s + d, tau) for d in (step, -step))
        return (up - down) / 2e-5

    assert slope(50.0) == pytest.approx(slope(100.0), rel=0.05)
    assert abs(slope(50.0)) > 0.01


def test_distillation_loss_takes_a_sure_teacher():
    sure = np.array([[0.0, -2000.0]])
    got = distillation_loss(sure, np.zeros((1, 2)), tau=1.0)
    assert got == pytest.approx(np.log(2))


@pytest.mark.parametrize("k", [1, 2, 5, 9])
def test_recall_fast_agrees_with_slow_with_ties_and_many_right(rng, k):
    similarity = rng.integers(0, 4, size=(40, 9)).astype(float)
    relevant = rng.random((40, 9)) < 0.3
    relevant[np.arange(40), rng.integers(0, 9, 40)] = True
    fast = recall_at_k(similarity, k, relevant)
    assert fast == pytest.approx(recall_at_k_slow(similarity, k, relevant))


def test_recall_with_ties_is_the_mean_over_random_orders(rng):
    similarity = rng.integers(0, 3, size=(30, 8)).astype(float)
    draws = [
        recall_at_k(similarity + 1e-6 * rng.random((30, 8)), 3)
        for _ in range(3000)
    ]
    assert recall_at_k(similarity, 3) == pytest.approx(
        np.mean(draws), abs=0.005
    )


def test_recall_of_a_constant_is_chance_and_not_1():
    assert recall_at_k(np.zeros((50, 50)), 10) == pytest.approx(10 / 50)
    assert recall_at_k(np.eye(50), 1) == 1
    assert recall_at_k(-np.eye(50), 49) == 0


def test_chance_with_several_right_items():
    relevant = np.zeros((1, 6), dtype=bool)
    relevant[0, :2] = True
    # The first two of six hold neither right item: 4/6 × 3/5 = 0.4.
    assert chance_recall_at_k(relevant, 2) == pytest.approx(0.6)


def test_recall_says_what_is_wrong():
    with pytest.raises(ValueError, match="gallery has 5"):
        recall_at_k(np.zeros((5, 5)), 6)


@pytest.fixture(scope="module")
def runs():
    return json.loads(RECORD.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def world():
    return views(11)


def test_contrast_finds_the_direction_that_is_shared(rng):
    X, Y = two_views(rng, 300)
    A, B = contrast(X, Y, 1)
    assert abs(A[0, 0]) > 5 * np.abs(A[1:]).max()
    assert abs(B[0, 0]) > 5 * np.abs(B[1:]).max()


def test_contrast_ends_where_no_small_step_lowers_the_loss(rng):
    """By the loss of the contrastive chapter, in which it has no part."""
    import torch
    from torch.nn.functional import cross_entropy

    X, Y = two_views(rng, 60)
    A, B = (torch.tensor(M, requires_grad=True) for M in contrast(X, Y, 2))
    u, v = torch.tensor(X) @ A, torch.tensor(Y) @ B
    logits = -torch.cdist(u, v) ** 2 / 2
    rows = torch.arange(60)
    loss = (cross_entropy(logits, rows) + cross_entropy(logits.T, rows)) / 2
    decay = 0.01 * ((A**2).sum() + (B**2).sum())
    (loss + decay).backward()
    assert max(A.grad.abs().max(), B.grad.abs().max()) < 1e-3


def test_nearness_of_unit_vectors_is_the_cosine_less_one(rng):
    u, v = rng.normal(size=(2, 20, 3))
    u, v = (z / np.linalg.norm(z, axis=1, keepdims=True) for z in (u, v))
    assert np.allclose(nearness(u, v), u @ v.T - 1)


def test_turning_to_own_axes_changes_no_distance(world):
    V, S, new_V, new_S = world
    A, B, _ = cca(V, S, 3)
    C, D = own_axes(V, S, A, B)
    assert np.allclose(nearness(new_V @ A, new_S @ B),
                       nearness(new_V @ C, new_S @ D))
    spread = (V @ C + S @ D).std(axis=0)
    assert (np.diff(spread) < 0).all()


def test_what_is_recorded_is_what_a_run_finds(runs):
    assert runs["settings"] == {str(k): v for k, v in SETTINGS.items()}
    fresh = coordination(WORLDS[0])
    for k, values in runs["worlds"][str(WORLDS[0])].items():
        for name, value in values.items():
            assert fresh[k][name] == pytest.approx(value, abs=0.02), name


def test_the_page_and_the_runs_agree(runs):
    def all_of(k, name):
        return np.array([runs["worlds"][str(w)][k][name] for w in WORLDS])

    def percent(k, name):
        return round(100 * all_of(k, name).mean())

    assert (percent("2", "cca"), percent("2", "contrast")) == (21, 20)
    assert (percent("8", "cca"), percent("8", "contrast")) == (17, 29)
    assert (percent("8", "weighted"), percent("8", "whitened")) == (28, 16)
    columns = [percent("columns", str(k)) for k in range(1, 9)]
    assert max(columns) == columns[2] == 26 and columns[7] == 17
    for name, ends in (("weighted", (25, 31)), ("contrast", (26, 31))):
        values = np.round(100 * all_of("8", name))
        assert (values.min(), values.max()) == ends
    assert all_of("8", "last_correlation").mean().round(2) == 0.10
    assert all_of("8", "last_spread").mean().round(2) == 0.29


def test_three_columns_are_best_where_settings_are_chosen():
    V, S, new_V, new_S = views(2)
    recalls = [found(new_V, new_S, *cca(V, S, k, 0.01)[:2])
               for k in range(1, 9)]
    assert int(np.argmax(recalls)) == 2


def test_wrong_pairs_are_as_recorded_and_more_pairs_mend_them(runs):
    few, many = (np.array(runs["half_wrong"][n]) for n in ("800", "8000"))
    assert half_wrong(800) == pytest.approx(few, abs=0.01)
    assert many[1].round(2).tolist() == [0.87, 0.85, 0.66]


def test_a_plain_probe_reads_the_pictures_of_the_lab_better():
    """Most mistakes of the lab's teacher are not the noise of pictures."""
    world = Quartet.simple(seed=23, noise={"image": 12})
    batch = world.batch([*range(1000), *range(4000, 5000)], ("image",))
    share = probe(look(batch.image), batch.label("shape"), fit=1 / 2)
    assert round(share, 2) == 0.82


def test_on_the_rows_of_the_fit_the_eighth_pair_correlates(world):
    V, S, _, _ = world
    A, B, _ = cca(V, S, 8, SETTINGS[8]["ridge"])
    on_fit = correlations(V, S, A, B)[-1]
    noise = cca(V, np.random.default_rng(0).permutation(S), 8)[2][-1]
    assert 0.25 < on_fit < 0.36 and noise > on_fit - 0.06

"""Tests of mmbook.contrastive_pretraining."""

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")
import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402

from mmbook.contrastive_pretraining import (  # noqa: E402
    BagOfWords,
    ImageEncoder,
    OrderedText,
    SoundEncoder,
    VideoEncoder,
    embed,
    info_nce,
    info_nce_slow,
    log_mel,
    mel,
    modality_gap,
    sigmoid_loss,
    tokenize,
    train,
    vocabulary,
    zero_shot_classifier,
)


@pytest.fixture(autouse=True)
def seed():
    torch.manual_seed(0)
    torch.set_num_threads(1)


def units(*shape, **more):
    return F.normalize(torch.randn(*shape, **more), dim=-1)


# ---------------------------------------------------------------- losses


@pytest.mark.parametrize("tau", [0.05, 0.2, 1.0])
def test_info_nce_agrees_with_the_loop(tau):
    u, v = units(2, 9, 6, dtype=torch.float64)
    expected = info_nce_slow(u, v, tau)
    assert info_nce(u, v, tau).item() == pytest.approx(float(expected))


def test_info_nce_of_equal_similarities_is_log_n():
    u, v = units(1, 8).expand(32, 8), units(1, 8).expand(32, 8)
    assert info_nce(u, v).item() == pytest.approx(math.log(32), rel=1e-5)


def test_info_nce_of_perfect_pairs_falls_with_the_temperature():
    u = torch.eye(16)
    losses = [info_nce(u, u, tau).item() for tau in (1.0, 0.3, 0.1)]
    # One right similarity of 1 and fifteen of 0, by hand.
    by_hand = [math.log(1 + 15 * math.exp(-1 / t)) for t in (1.0, 0.3, 0.1)]
    assert losses == pytest.approx(by_hand, rel=1e-4)
    assert losses[0] > losses[1] > losses[2]


def test_info_nce_is_symmetric_and_does_not_care_about_the_order_of_pairs():
    u, v = units(2, 20, 5)
    p = torch.randperm(20)
    assert info_nce(u, v).item() == pytest.approx(info_nce(v, u).item())
    assert info_nce(u, v).item() == pytest.approx(
        info_nce(u[p], v[p]).item(), rel=1e-5
    )


def test_info_nce_gradient_is_what_the_chapter_derives():
    """dL/dU = ((P + P') / 2 - I) V / (B tau), P and P' the two softmaxes."""
    u, v = units(2, 7, 4, dtype=torch.float64)
    u.requires_grad_()
    info_nce(u, v, tau=0.3).backward()
    logits = (u @ v.T / 0.3).detach()
    p = (logits.softmax(dim=1) + logits.softmax(dim=0)) / 2
    by_hand = (p - torch.eye(7)) @ v / (7 * 0.3)
    assert torch.allclose(u.grad, by_hand)


@pytest.mark.parametrize("loss", [info_nce, sigmoid_loss])
def test_losses_pass_the_check_by_finite_differences(loss):
    u, v = units(2, 5, 3, dtype=torch.float64)
    u.requires_grad_(), v.requires_grad_()
    assert torch.autograd.gradcheck(lambda a, b: loss(a, b, 0.5), (u, v))


def test_info_nce_bounds_the_mutual_information_of_gaussians():
    """With the exact critic log N - L is below I and below log N."""
    rng = np.random.default_rng(0)

    def estimate(d, rho, N, draws=20):
        total = 0.0
        for _ in range(draws):
            x = rng.normal(size=(N, d))
            y = rho * x + math.sqrt(1 - rho**2) * rng.normal(size=(N, d))
            # log p(y|x)/p(y) as one inner product of longer vectors
            a, b = rho / (1 - rho**2), -(rho**2) / (2 * (1 - rho**2))
            xx, yy = ((z**2).sum(1, keepdims=True) for z in (x, y))
            one = np.ones((N, 1))
            u = torch.tensor(np.hstack([a * x, b * xx, one]))
            v = torch.tensor(np.hstack([y, one, b * yy]))
            total += math.log(N) - info_nce(u, v, tau=1.0).item()
        return total / draws

    small = -1 / 2 * math.log(1 - 0.5**2)  # 0.144 nats
    assert estimate(1, 0.5, 256) == pytest.approx(small, abs=0.03)
    large = -20 / 2 * math.log(1 - 0.9**2)  # 16.6 nats
    got = estimate(20, 0.9, 64)
    assert large > 16 and 0.95 * math.log(64) < got <= math.log(64)


def test_same_leaves_false_negatives_out():
    u = torch.cat([torch.eye(6), torch.eye(6)])  # each scene twice
    same = torch.eye(6, dtype=torch.bool).repeat(2, 2)
    rest = 10 * math.exp(-1 / 0.2)  # ten other items, similarity 0
    masked, plain = info_nce(u, u, 0.2, same), info_nce(u, u, 0.2)
    assert masked.item() == pytest.approx(math.log(1 + rest), rel=1e-4)
    assert plain.item() == pytest.approx(math.log(2 + rest), rel=1e-4)


def test_sigmoid_loss_agrees_with_a_loop():
    u, v = units(2, 6, 4, dtype=torch.float64)
    total = 0.0
    for i in range(6):
        for j in range(6):
            z = 1 if i == j else -1
            logit = z * (10 * float(u[i] @ v[j]) - 10)
            total -= math.log(1 / (1 + math.exp(-logit)))
    assert sigmoid_loss(u, v).item() == pytest.approx(total / 6)


def test_sigmoid_loss_starts_small_because_of_the_bias():
    u, v = units(2, 256, 64)
    assert sigmoid_loss(u, v, 10.0, 0.0) > 100 > 20 > sigmoid_loss(u, v)


# ------------------------------------------------------- gap and zero-shot


def test_modality_gap():
    u = units(100, 8)
    pole = torch.zeros(50, 8)
    pole[:, 0] = 1
    assert modality_gap(u, u) == 0
    assert modality_gap(pole, -pole) == pytest.approx(2)


def test_a_shift_of_one_side_opens_a_gap_and_keeps_the_ranking():
    """Why perfect retrieval does not mean aligned spaces."""
    u = torch.cat([units(64, 16), torch.zeros(64, 1)], dim=1)
    shift = torch.zeros(17)
    shift[-1] = 1
    a, b = F.normalize(u + shift, dim=-1), F.normalize(u - shift, dim=-1)
    assert modality_gap(a, b) > 1
    assert ((a @ b.T).argmax(dim=1) == torch.arange(64)).all()


def test_zero_shot_classifier_averages_prompts_and_gives_unit_vectors():
    seen = []

    def embed_text(texts):
        seen.append(texts)
        return F.one_hot(torch.tensor([len(t) % 5 for t in texts]), 5).float()

    W = zero_shot_classifier(embed_text, ["cat", "mouse"], ["a {}", "the {}"])
    assert seen == [["a cat", "the cat"], ["a mouse", "the mouse"]]
    assert W.shape == (2, 5)
    assert torch.allclose(W.norm(dim=1), torch.ones(2))
    # "a cat" and "the cat" have 5 and 7 letters: places 0 and 2.
    assert W[0].tolist() == pytest.approx([0.5**0.5, 0, 0.5**0.5, 0, 0])


# ----------------------------------------------------------- sound and text


def test_mel_scale():
    assert mel(0) == 0 and mel(1000) == pytest.approx(1000, abs=0.1)


def test_log_mel_shape_and_that_a_higher_tone_is_in_a_higher_band():
    t = np.arange(16000) / 8000
    tones = np.stack([np.sin(2 * np.pi * f * t) for f in (300, 1000, 3000)])
    X = log_mel(tones.astype(np.float32))
    assert X.shape == (3, 61, 32) and X.dtype == np.float32
    bands = X.mean(axis=1).argmax(axis=1)
    assert bands[0] < bands[1] < bands[2]
    hertz = 700 * (10 ** (np.linspace(mel(60), mel(4000), 34) / 2595) - 1)
    assert abs(hertz[bands[1] + 1] - 1000) < 100


def test_log_mel_of_silence_is_the_floor():
    X = log_mel(np.zeros((1, 16000), dtype=np.float32))
    assert np.allclose(X, np.log(1e-4))


def test_tokenize():
    vocab = vocabulary(["a red square", "a circle"])
    assert vocab == {"a": 2, "circle": 3, "red": 4, "square": 5}
    ids = tokenize(["a red square", "a blue circle"], vocab, T=4)
    assert ids.tolist() == [[2, 4, 5, 0], [2, 1, 3, 0]]
    with pytest.raises(ValueError, match="3 words, but T = 2"):
        tokenize(["a red square"], vocab, T=2)


def test_a_bag_of_words_cannot_tell_a_swap_and_an_ordered_tower_can():
    texts = ["red square left of blue circle", "blue circle left of red square"]
    ids = tokenize(texts, vocabulary(texts), T=8)
    bag, ordered = BagOfWords(12)(ids), OrderedText(12)(ids)
    assert torch.equal(bag[0], bag[1])
    assert (ordered[0] - ordered[1]).norm() > 0.01


@pytest.mark.parametrize("tower", [BagOfWords, OrderedText])
def test_padding_changes_nothing(tower):
    net = tower(12)
    texts = ["red square", "blue circle left of red square"]
    vocab = vocabulary(texts)
    short = net(tokenize(texts, vocab, T=6))
    assert torch.allclose(short, net(tokenize(texts, vocab, T=20)), atol=1e-6)
    alone = net(tokenize(texts[:1], vocab, T=2))
    assert torch.allclose(short[:1], alone, atol=1e-6)


# --------------------------------------------------- towers and the loop


@pytest.mark.parametrize(
    ("tower", "x"),
    [
        (ImageEncoder(), torch.randint(256, (3, 32, 32, 3)).byte()),
        (ImageEncoder(pool=False), torch.zeros(3, 32, 32, 3).byte()),
        (SoundEncoder(), torch.randn(3, 61, 32)),
        (VideoEncoder(), torch.randint(256, (3, 8, 32, 32, 3)).byte()),
    ],
)
def test_towers_give_unit_vectors(tower, x):
    z = embed(tower, x, batch=2)
    assert z.shape == (3, 64) and not z.requires_grad
    assert torch.allclose(z.norm(dim=1), torch.ones(3), atol=1e-5)


def test_video_tower_sees_the_order_of_frames():
    x = torch.randint(256, (2, 8, 32, 32, 3)).byte()
    tower = VideoEncoder().eval()
    assert (tower(x) - tower(x.flip(1))).norm(dim=1).min() > 1e-4


class Linear(nn.Module):
    def __init__(self, P, D=8):
        super().__init__()
        self.map = nn.Linear(P, D)

    def forward(self, x):
        return F.normalize(self.map(x), dim=-1)


def hub_and_spokes():
    """Three views of the same 4 factors; b and c never meet in training."""
    z = torch.randn(600, 4)
    data = {m: z @ torch.randn(4, 10) + 0.05 * torch.randn(600, 10)
            for m in "abc"}
    return nn.ModuleDict({m: Linear(10) for m in "abc"}), data


def test_training_through_a_hub_binds_the_spokes_to_each_other():
    towers, data = hub_and_spokes()
    seen = {m: x[:500] for m, x in data.items()}
    losses = train(towers, seen, ["b", "c"], steps=150, B=100, hub="a",
                   lr=3e-2)
    assert losses.shape == (150, 2)
    assert losses[-1].max() < 1.5 < 3 < losses[0].min()
    b, c = (embed(towers[m], data[m][500:]) for m in "bc")
    assert ((b @ c.T).argmax(dim=1) == torch.arange(100)).float().mean() > 0.5


def test_training_is_the_same_twice():
    towers, data = hub_and_spokes()
    state = {k: v.clone() for k, v in towers.state_dict().items()}
    first = train(towers, data, ["b"], steps=5, B=50, hub="a")
    towers.load_state_dict(state)
    again = train(towers, data, ["b"], steps=5, B=50, hub="a")
    assert np.array_equal(first, again)

"""Solutions to the exercises of the chapter on deep learning."""

import math

import numpy as np

from mmbook.deep_learning_fundamentals import Node, two_layers
from mmbook.machine_learning_basics import finite_difference


# --8<-- [start:xor]
def solved(units, seeds=20, steps=2000, eta=0.1):
    """From how many seeds gradient descent gets below a loss of 0.001."""
    x = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([0.0, 1, 1, 0])
    count = 0
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        net = {"W1": rng.normal(size=(units, 2)), "b1": np.zeros(units),
               "W2": rng.normal(size=units) / math.sqrt(units), "b2": 0.0}
        for _ in range(steps):
            loss, slope = two_layers(x, y, **net)
            if loss < 1e-3:
                count += 1
                break
            net = {name: net[name] - eta * slope[name] for name in net}
    return count
# --8<-- [end:xor]


# --8<-- [start:tanh]
class Smooth(Node):
    """A node that can also be bent by a hyperbolic tangent."""

    def tanh(self):
        value = math.tanh(self.value)
        return Smooth(value, ((self, 1 - value**2),))


def tanh_slopes(w=0.5, x=2.0, b=-0.3):
    """d tanh(wx + b) / dw from the tape and from finite differences."""
    weight = Node(w)
    total = weight * Node(x) + Node(b)
    out = Smooth(total.value, total.inputs).tanh()
    out.backward()
    measured = finite_difference(lambda v: math.tanh(v[0] * x + b), [w])
    return weight.grad, float(measured[0])
# --8<-- [end:tanh]

r"""The optimizers: from the gradient g of a step to the direction that is subtracted from theta.

    sgd         g
    momentum    v <- mu v + g                       v
    nesterov    v <- mu v + g                       g + mu v
    adam        m <- mu m + (1 - mu) g              m / (1 - mu^t) / (sqrt(s / (1 - beta2^t)) + eps)
                s <- beta2 s + (1 - beta2) g^2

Momentum is the heavy ball of Polyak ("Some methods of speeding up the convergence of iteration
methods", 1964). Nesterov's accelerated gradient is that of Sutskever, Martens, Dahl and Hinton
("On the importance of initialization and momentum in deep learning", ICML 2013), with theta
being the look-ahead point where they take the gradient (Bengio et al., "Advances in optimizing
recurrent networks", ICASSP 2013). In both the rate multiplies the direction, not g, as in
PyTorch; at a constant rate that is the same. Adam is algorithm 1 of Kingma and Ba (ICLR 2015).
"""

import torch

from softmax.training.settings import Optimizer

ADAM_BETA2 = 0.999
ADAM_EPSILON = 1e-8


class Direction:
    """The state of an optimizer for a parameter vector of ``size`` numbers."""

    def __init__(self, optimizer: Optimizer, mu: float, size: int) -> None:
        self._optimizer, self._mu = optimizer, mu
        adam, nesterov = optimizer == "adam", optimizer == "nesterov"
        self._velocity = torch.zeros(size)
        self._square = torch.zeros(size if adam else 0)
        self._out = torch.zeros(size if adam or nesterov else 0)

    def __call__(self, g: torch.Tensor, index: int) -> torch.Tensor:
        """The direction of the step with this index (from 0); valid until the next call."""
        v, mu = self._velocity, self._mu
        match self._optimizer:
            case "sgd":
                return g
            case "momentum":
                return torch.add(g, v, alpha=mu, out=v)
            case "nesterov":
                torch.add(g, v, alpha=mu, out=v)
                return torch.add(g, v, alpha=mu, out=self._out)
            case "adam":
                v.mul_(mu).add_(g, alpha=1 - mu)
                self._square.mul_(ADAM_BETA2).addcmul_(g, g, value=1 - ADAM_BETA2)
                torch.sqrt(self._square, out=self._out)
                self._out.div_((1 - ADAM_BETA2 ** (index + 1)) ** 0.5).add_(ADAM_EPSILON)
                torch.div(v, self._out, out=self._out)
                return self._out.div_(1 - mu ** (index + 1))

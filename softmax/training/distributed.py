r"""One run on several processes: each computes the gradient of its share of every batch, and takes
the step with the sum.

    torchrun --nproc-per-node 2 -m softmax train --batch-size 55000 --out model.npz

The gradient of the mean loss is a sum over the batch, so it does not matter who adds what up:

    g = 1/B sum_{i in batch} g_i = sum over the processes of 1/B sum_{i in its share} g_i

Every process keeps all of the weights and of the images, and all take the same step, so they need
to exchange nothing but 7,850 numbers a step (31 kB; torch.distributed, gloo). The order in which
numbers are added differs from one process's, so the weights agree to rounding, not to the bit.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import torch
import torch.distributed as dist

from softmax.data import Dataset
from softmax.training.config import Config
from softmax.training.engine import CHUNK_ROWS, Engine
from softmax.training.run import Run


class SharingEngine(Engine):
    """An engine that looks at every n-th image of a batch, n being the number of processes."""

    def compute_gradient(self, index: int) -> None:
        """Fill ``grad`` with the gradient on the whole batch. Every process must call this equally
        often: each waits for the others' part."""
        self.grad.zero_()
        share = self.batch(index)[dist.get_rank() :: dist.get_world_size()]
        for rows in torch.split(share, CHUNK_ROWS):
            self._add_gradient(rows)
        dist.all_reduce(self.grad)
        if self.config.l2:
            self.grad_W.add_(self.W, alpha=self.config.l2)


def launched() -> bool:
    """Whether torchrun started this process as one of several."""
    return dist.is_available() and int(os.environ.get("WORLD_SIZE", "1")) > 1


@contextlib.contextmanager
def group() -> Iterator[int]:
    """Meet the other processes; the rank of this one, from 0."""
    dist.init_process_group("gloo")
    try:
        yield dist.get_rank()
    finally:
        dist.destroy_process_group()


def train(config: Config, dataset: Dataset) -> Run:
    """A run at its end, the same in every process of the group.

    It goes through in one piece: pauses by the clock would come at different steps, and then the
    processes would wait for one another at different places.
    """
    run = Run(config, dataset, engine=SharingEngine)
    run.play()
    run.advance()
    return run

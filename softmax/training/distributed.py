r"""Data-parallel training: each process computes the gradient of its share of every mini-batch,
and all take the step with the sum.

    torchrun --nproc-per-node 2 -m softmax train --batch-size 55000 --out model.npz

The gradient of the mean loss is a sum over the batch:

    g = 1/B sum_{i in batch} g_i = sum over the processes of 1/B sum_{i in its share} g_i

Every process has all weights and images, so only the gradient of 7,850 numbers is exchanged (31 kB
a step; torch.distributed, gloo). The weights agree with those of one process up to rounding.
"""

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
    """An engine for every n-th image of a mini-batch, n being the number of processes."""

    def compute_gradient(self, index: int) -> None:
        """Fill ``grad`` with the gradient on the whole batch. A collective operation: every
        process must call it equally often."""
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
    """Join the process group; yields the rank of this process, from 0."""
    dist.init_process_group("gloo")
    try:
        yield dist.get_rank()
    finally:
        dist.destroy_process_group()


def train(config: Config, dataset: Dataset) -> Run:
    """A finished run, the same in every process of the group.

    Not sliced by time: slices would end at different steps, and the processes would deadlock.
    """
    run = Run(config, dataset, engine=SharingEngine)
    run.play()
    run.advance()
    return run

"""Benchmarks, side by side with the usual alternatives.

    python -m benchmarks.training      one run against the textbook loop and scikit-learn
    python -m benchmarks.concurrency   many runs in one process, and the delay of its other threads
    python -m benchmarks.tuning        the training plans that the first one times (in plans.json)
    python -m benchmarks.rates         the best learning rate of each optimizer
    python -m benchmarks.optimum       the optimum of this model
    python -m benchmarks.load          many visitors of the app at once
    python -m benchmarks.replicas      two servers behind a proxy, one of which is killed
    python -m benchmarks.distributed   one run on two processes

Each prints markdown tables. None asserts a time, because machines differ.
"""

"""Speed, measured side by side with what people would write instead.

    python -m benchmarks.training      one run against the textbook loop and scikit-learn
    python -m benchmarks.concurrency   many runs in one process, and what its other threads feel
    python -m benchmarks.tuning        the plans that the first one times (kept in plans.json)
    python -m benchmarks.rates         the best learning rate of each optimizer
    python -m benchmarks.ceiling       the best this model can do at all
    python -m benchmarks.load          many visitors of the app at once
    python -m benchmarks.replicas      two servers behind a proxy, one of which is killed
    python -m benchmarks.distributed   one run on two processes

Each prints markdown tables. Nothing here asserts a time: a machine is not a test.
"""

from __future__ import annotations

import math
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from softmax import maths
from softmax.data import Dataset
from softmax.training import Config, Engine, Progress, Run, State
from softmax.training import run as module
from softmax.training.history import MAX_POINTS, MAX_SNAPSHOTS
from softmax.training.trainer import DEFAULT_POINTS

# 40 steps on the random images, of which a larger rate would make noise.
SHORT = Config(train_size=640, batch_size=64, epochs=4, learning_rate=0.01)
# 40 steps as well, of a quarter of the images.
TINY = SHORT.replace(train_size=160, batch_size=16)


@pytest.fixture
def run(small: Dataset) -> Run:
    return Run(SHORT, small)


def finished(config: Config, dataset: Dataset) -> Run:
    run = Run(config, dataset)
    run.play()
    run.advance()
    return run


def weights(run: Run) -> np.ndarray:
    snapshot = run.progress.weights
    return np.concatenate([snapshot.W.ravel(), snapshot.b])


@pytest.fixture(scope="module")
def straight(small: Dataset) -> np.ndarray:
    """The weights that SHORT ends with when it is run in one go."""
    return weights(finished(SHORT, small))


# -- the weights depend on the config alone ---------------------------------------------------


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "adam"])
def test_the_same_config_and_seed_give_the_same_weights(small: Dataset, optimizer: str) -> None:
    config = SHORT.replace(optimizer=optimizer, init="normal")
    first = weights(finished(config, small))
    assert np.array_equal(first, weights(finished(config, small)))
    assert not np.array_equal(first, weights(finished(config.replace(seed=1), small)))


slices = st.lists(
    st.one_of(
        st.tuples(st.just("advance"), st.integers(0, 15)),
        st.tuples(st.just("budget"), st.just(0)),
        st.tuples(st.just("stop after"), st.integers(0, 9)),
        st.tuples(st.just("pause"), st.just(0)),
        st.tuples(st.just("record every"), st.integers(1, 7)),
    ),
    max_size=25,
)


@pytest.fixture(scope="module")
def tiny_weights(small: Dataset) -> np.ndarray:
    """The weights that TINY ends with when it is run in one go."""
    return weights(finished(TINY, small))


@settings(max_examples=60)
@given(slices)
def test_no_slicing_pausing_or_measuring_changes_the_weights(
    small: Dataset, tiny_weights: np.ndarray, slices: list[tuple[str, int]]
) -> None:
    run = Run(TINY, small)
    run.play()
    for what, n in slices:
        match what:
            case "advance":
                run.advance(n)
            case "budget":
                run.advance(budget_s=0)
            case "stop after":
                run.play(n)
                run.advance()
            case "pause":
                run.pause()
                assert run.advance() == 0
                run.play()
            case "record every":
                run.record_every = n
    run.play()
    run.advance()
    assert run.state is State.FINISHED
    assert np.array_equal(weights(run), tiny_weights)


def test_threads_that_advance_one_run_do_not_disturb_it(run: Run, straight: np.ndarray) -> None:
    def work() -> None:
        while run.advance(1):
            pass

    run.play()
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert run.state is State.FINISHED
    assert np.array_equal(weights(run), straight)


# -- the transport ----------------------------------------------------------------------------


def test_a_new_run_is_ready_and_has_been_measured(run: Run) -> None:
    progress = run.progress
    assert progress.state is State.READY
    assert (progress.step, progress.samples, progress.epoch) == (0, 0, 0)
    assert progress.latest.validation.loss == pytest.approx(math.log(10), rel=1e-6)
    assert progress.test is None
    assert not progress.weights.W.any()


def test_a_run_advances_only_while_it_plays(run: Run) -> None:
    assert run.advance(5) == 0
    run.play()
    assert run.advance(5) == 5
    assert (run.state, run.progress.state) == (State.RUNNING, State.RUNNING)
    run.pause()
    assert (run.state, run.progress.state) == (State.PAUSED, State.PAUSED)
    assert run.advance(5) == 0
    run.play()
    assert run.advance() == 35
    assert run.progress.state is State.FINISHED


def test_progress_counts_steps_samples_and_epochs(run: Run) -> None:
    run.play()
    run.advance(15)
    progress = run.progress
    assert (progress.step, progress.total_steps) == (15, 40)
    assert progress.samples == 15 * 64
    assert progress.epoch == 1.5
    # The falling rate of the step that comes next, 15 of 40 steps along.
    assert progress.learning_rate == pytest.approx(0.01 * 25 / 40)


def test_whoever_sees_the_run_paused_sees_its_last_point(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page may look at it while the point is being measured."""
    run.play()
    run.advance(3)
    seen = []
    record = run._trainer.record
    monkeypatch.setattr(run._trainer, "record", lambda: (seen.append(run.state), record()))
    run.pause()
    assert seen == [State.RUNNING]
    assert (run.state, run.progress.latest.step) == (State.PAUSED, 3)
    shown = run.progress
    run.advance()  # a worker that waited for the lock
    assert run.progress is shown


def test_a_pause_before_the_first_step_leaves_the_run_ready(run: Run) -> None:
    run.play()
    run.pause()
    assert run.progress.state is State.READY


def test_play_for_some_steps_takes_them_and_pauses_there(run: Run) -> None:
    run.play(steps=3)
    assert run.stopping
    assert run.advance() == 3
    assert run.progress.state is State.PAUSED
    assert run.progress.latest.step == 3, "a pause is a point of the curves"
    run.play(steps=1_000)
    assert run.advance() == 37
    assert run.progress.state is State.FINISHED


def test_play_takes_back_the_stop(run: Run) -> None:
    run.play(steps=3)
    run.play()
    assert not run.stopping
    assert run.advance() == 40


def test_a_finished_run_stays_finished_and_has_been_tested(small: Dataset, run: Run) -> None:
    run.play()
    run.advance()
    run.play()
    run.pause()
    assert run.advance() == 0
    progress = run.progress
    assert progress.state is State.FINISHED
    assert (progress.step, progress.epoch) == (40, 4)
    assert progress.latest.step == 40
    predicted = progress.model.predict(small.test.rows / 255)
    assert progress.test is not None
    assert progress.test.accuracy == pytest.approx((predicted == small.test.labels).mean())


def test_reset_goes_back_to_the_beginning(run: Run, straight: np.ndarray) -> None:
    run.play()
    run.advance()
    run.reset()
    progress = run.progress
    assert (progress.state, progress.step, progress.test) == (State.READY, 0, None)
    assert [point.step for point in progress.points] == [0]
    assert [snapshot.step for snapshot in run.snapshots] == [0]
    assert not weights(run).any()
    run.play()
    run.advance()
    assert np.array_equal(weights(run), straight)


def test_reset_to_another_config(small: Dataset, run: Run) -> None:
    config = SHORT.replace(head="sigmoid", train_size=1_000, batch_size=100)
    run.play()
    run.advance(7)
    run.reset(config)
    assert run.config == run.progress.config == config
    run.play()
    run.advance()
    assert np.array_equal(weights(run), weights(finished(config, small)))
    assert run.progress.points == finished(config, small).progress.points


def test_a_run_can_be_asked_while_its_images_are_straightened(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the pool does, which everybody waits for."""
    asked: list[int] = []

    def straightening(dataset: Dataset, config: Config) -> Dataset:
        other = threading.Thread(target=lambda: asked.append(len(run.snapshots)))
        if not asked:  # the second time they are there
            other.start()
            other.join(timeout=5)
        return dataset

    monkeypatch.setattr(module, "prepared", straightening)
    run.reset()
    assert asked == [1]


def test_a_reset_that_is_refused_leaves_the_run_as_it_was(run: Run) -> None:
    run.play()
    run.advance(7)
    before = run.progress
    with pytest.raises(ValueError, match="train_size must be"):
        run.reset(SHORT.replace(train_size=3_001))
    assert run.progress is before
    assert run.advance(1) == 1


def test_reseed_begins_with_another_order(small: Dataset, run: Run) -> None:
    run.reseed(5)
    assert run.config == SHORT.replace(seed=5)
    run.play()
    run.advance()
    assert np.array_equal(weights(run), weights(finished(SHORT.replace(seed=5), small)))


def test_a_change_of_the_rate_keeps_the_weights_and_counts_from_the_next_step(
    small: Dataset, run: Run
) -> None:
    run.play()
    run.advance(10)
    before = weights(run)
    run.set_learning_rate(0.02)
    assert np.array_equal(weights(run), before)
    assert run.progress.learning_rate == pytest.approx(0.02 * 30 / 40)
    assert run.rates == ((0, 0.01), (10, 0.02))
    run.advance()

    engine = Engine(SHORT, small)
    for step in range(40):
        base = 0.01 if step < 10 else 0.02
        engine.step(step, base * (1 - step / 40))
    assert np.array_equal(weights(run), engine.theta.numpy())


def test_the_same_rate_again_is_no_change(run: Run) -> None:
    run.set_learning_rate(SHORT.learning_rate)
    assert run.rates == ((0, 0.01),)


def test_a_rate_out_of_bounds_is_refused(run: Run) -> None:
    with pytest.raises(ValueError, match="learning_rate must be"):
        run.set_learning_rate(0)
    assert run.config == SHORT


# -- limits and speed, by a clock of the test's own --------------------------------------------


class Clock:
    """Seconds that pass by ``per_look`` at each look."""

    def __init__(self, per_look: float = 0.0) -> None:
        self.now, self.per_look = 0.0, per_look

    def perf_counter(self) -> float:
        self.now += self.per_look
        return self.now


def test_no_step_is_begun_after_the_budget(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "time", Clock(per_look=1.0))
    run.play()
    # Each step takes a second here: the third ends at 3.0, and 2.5 are over.
    assert run.advance(budget_s=2.5) == 3
    assert run.advance(steps=2, budget_s=100) == 2
    assert run.advance(budget_s=0) == 1, "a slice makes some headway however small its budget"


def test_the_speed_is_that_of_the_latest_second(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    run.play()
    for seconds, steps, expected in ((0.5, 10, 1280), (0.5, 5, 960), (2.0, 5, 160)):
        clock.now += seconds
        run.advance(steps)
        # 64 images a step: 640 in 0.5 s; 960 in 1 s; then 320 in the latest slice of 2 s.
        assert run.progress.samples_per_s == pytest.approx(expected)
    run.pause()
    clock.now += 0.25
    run.play()
    clock.now += 0.5
    run.advance(5)
    assert run.progress.samples_per_s == pytest.approx(640), "the pause counted as running"


def test_a_step_by_hand_has_no_speed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One step of a millisecond is no 64,000 images a second."""
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    assert run.progress.samples_per_s is None
    for _ in range(3):
        run.play(1)
        clock.now += 0.001
        run.advance()
        assert run.progress.samples_per_s is None
        clock.now += 5


# -- what is remembered -----------------------------------------------------------------------


def assert_evenly_spread(steps: list[int], last: int) -> None:
    gaps = np.diff(steps)
    assert (steps[0], steps[-1]) == (0, last)
    assert gaps.min() > 0, "twice at one step"
    assert gaps.max() <= 2 * gaps.mean() + 1


def test_points_and_snapshots_stay_within_their_limits(small: Dataset) -> None:
    # 1,000 steps of one image each, measured and kept after each of them.
    run = Run(Config(train_size=100, batch_size=1, epochs=10, learning_rate=1e-3), small)
    run.record_every = 1
    run.play()
    while run.advance(70):
        points, snapshots = run.progress.points, run.snapshots
        assert len(points) <= MAX_POINTS
        assert len(snapshots) <= MAX_SNAPSHOTS
        assert_evenly_spread([point.step for point in points], run.progress.step)
        assert_evenly_spread([snapshot.step for snapshot in snapshots], run.progress.step)
    assert len(points) == MAX_POINTS
    assert len(snapshots) == MAX_SNAPSHOTS


def test_snapshots_are_kept_without_measuring(small: Dataset) -> None:
    run = Run(Config(train_size=3_000, batch_size=10, epochs=2, learning_rate=1e-3), small)
    run.record_every = 10_000
    run.play()
    run.advance()
    assert [point.step for point in run.progress.points] == [0, 600]
    assert len(run.snapshots) == MAX_SNAPSHOTS
    assert_evenly_spread([snapshot.step for snapshot in run.snapshots], 600)


def test_nothing_is_remembered_twice_where_a_run_stops(small: Dataset) -> None:
    # Of 600 steps each 3rd leaves a snapshot and each 25th is measured, as is every stop.
    run = Run(Config(train_size=3_000, batch_size=10, epochs=2, learning_rate=1e-3), small)
    for _ in range(4):
        run.play(steps=5)
        run.advance()
    assert [point.step for point in run.progress.points] == [0, 5, 10, 15, 20]
    assert [s.step for s in run.snapshots] == [0, 3, 5, 6, 9, 10, 12, 15, 18, 20]


def test_a_snapshot_holds_the_weights_of_its_step(small: Dataset, run: Run) -> None:
    run.play()
    run.advance()
    engine = Engine(SHORT, small)
    for step in range(25):
        engine.step(step, SHORT.rate_at(step))
    (snapshot,) = (s for s in run.snapshots if s.step == 25)
    assert np.array_equal(snapshot.W, engine.W.numpy())
    assert np.array_equal(snapshot.b, engine.b.numpy())


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
def test_a_point_is_measured_on_training_and_validation(small: Dataset, head: str) -> None:
    run = finished(SHORT.replace(head=head, train_size=2_500), small)
    model, point = run.progress.model, run.progress.latest
    assert (point.step, point.samples) == (run.progress.step, run.progress.samples)
    # On the training side the first 2,000 of the images that are learnt from.
    for split, n, metrics in (
        (small.train, 2_000, point.train),
        (small.validation, 200, point.validation),
    ):
        Z, Y = model.logits(split.rows[:n] / 255), maths.one_hot(split.labels[:n], 10)
        loss = maths.cross_entropy(Z, Y) if head == "softmax" else maths.binary_cross_entropy(Z, Y)
        assert metrics.loss == pytest.approx(loss, rel=1e-5)
        assert metrics.accuracy == pytest.approx((Z.argmax(1) == split.labels[:n]).mean())


def test_published_progress_is_immutable(run: Run) -> None:
    run.play()
    run.advance(5)
    progress = run.progress
    W, n = progress.weights.W.copy(), len(progress.points)
    run.advance()
    assert np.array_equal(progress.weights.W, W)
    assert (progress.step, len(progress.points)) == (5, n)


# -- divergence -------------------------------------------------------------------------------


def test_a_run_that_diverges_stops_with_its_last_finite_weights(mnist: Dataset) -> None:
    run = finished(Config(learning_rate=1_000, l2=0.01), mnist)
    progress = run.progress
    assert run.state is progress.state is State.DIVERGED
    assert progress.diverged_at_rate == 1_000
    assert progress.step < 60
    assert 0 < progress.weights.step < progress.step
    assert np.isfinite(weights(run)).all()
    assert np.array_equal(progress.weights.W, run.snapshots[-1].W)
    assert math.isfinite(progress.latest.train.loss)
    assert progress.test is None
    run.play()
    assert run.advance() == 0
    # What is shown beside those weights is computed from them as well.
    predicted = progress.model.predict(mnist.train.rows[progress.batch.rows] / 255)
    assert progress.batch.predicted.tolist() == predicted.tolist()
    assert np.isfinite(progress.batch.gradient).all()


@pytest.mark.parametrize(("steps", "record_every"), [(1, 1_000), (7, 1_000), (41, 1_000), (41, 1)])
def test_divergence_is_noticed_however_the_run_is_sliced_and_measured(
    mnist: Dataset, steps: int, record_every: int
) -> None:
    # It overflows at step 27; at 24 and 30 there are snapshots, which would notice it anyway.
    run = Run(Config(learning_rate=1_000, l2=0.03), mnist)
    run.record_every = record_every
    run.play()
    while run.advance(steps):
        assert np.isfinite(weights(run)).all()
    assert run.state is State.DIVERGED


def test_a_diverged_run_can_be_reset(mnist: Dataset) -> None:
    run = finished(Config(learning_rate=1_000, l2=0.01), mnist)
    run.reset(run.config.replace(learning_rate=0.4))
    assert run.progress.state is State.READY
    assert run.progress.diverged_at_rate is None
    run.play(steps=50)
    run.advance()
    assert run.progress.latest.validation.accuracy > 0.7


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
def test_without_a_penalty_no_rate_makes_a_run_diverge(mnist: Dataset, head: str) -> None:
    config = Config(head=head, learning_rate=1e6, l2=0, train_size=5_000)
    progress = finished(config, mnist).progress
    assert progress.state is State.FINISHED
    assert math.isfinite(progress.latest.train.loss)
    assert progress.latest.validation.accuracy > 0.7


# -- it learns --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def default_run(mnist: Dataset) -> Progress:
    return finished(Config(), mnist).progress


def test_the_default_run_reaches_92_percent_on_the_test_images(default_run: Progress) -> None:
    assert default_run.test is not None
    assert default_run.test.accuracy >= 0.920
    assert default_run.test.loss < 0.28


def test_the_curves_of_the_default_run_fall(default_run: Progress) -> None:
    losses = [point.validation.loss for point in default_run.points]
    assert len(losses) >= DEFAULT_POINTS
    assert losses[-1] < losses[3] < losses[0]
    assert default_run.latest.validation.accuracy > 0.92


def test_ten_sigmoids_learn_too(mnist: Dataset) -> None:
    progress = finished(Config(head="sigmoid", epochs=1), mnist).progress
    assert progress.test is not None
    assert progress.test.accuracy >= 0.90
    outputs = progress.model.predict_proba(mnist.test.rows[:500] / 255)
    assert np.ptp(outputs.sum(axis=1)) > 0.1, "ten separate answers, not one distribution"


# -- the current mini-batch ------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
@pytest.mark.parametrize("batch_size", [50, 300])
def test_the_current_mini_batch_is_that_of_the_next_step(
    mnist: Dataset, head: str, batch_size: int
) -> None:
    config = Config(
        head=head, batch_size=batch_size, train_size=2_000, optimizer="sgd", learning_rate=0.2, l2=0.01
    )  # fmt: skip
    run = Run(config, mnist)
    run.play()
    run.advance(4)
    before = run.progress
    view, rows = before.batch, Engine(config, mnist).batch(4).numpy()

    assert view.rows.tolist() == rows[:128].tolist()
    assert view.labels.tolist() == mnist.train.labels[rows[:128]].tolist()
    predicted = before.model.predict(mnist.train.rows[view.rows] / 255)
    assert view.predicted.tolist() == predicted.tolist()
    assert view.misclassified.tolist() == (predicted != view.labels).tolist()
    assert 0 < view.misclassified.sum() < len(view.rows)

    X, Y = mnist.train.rows[rows] / 255, maths.one_hot(mnist.train.labels[rows], 10)
    dW, _ = maths.gradient(X, before.weights.W, before.weights.b, Y, config.head, config.l2)
    assert_allclose(view.gradient, dW, rtol=0, atol=1e-6)
    run.advance(1)
    moved = maths.update(before.weights.W, dW, before.learning_rate)
    assert_allclose(run.progress.weights.W, moved, rtol=0, atol=1e-6)


def test_at_the_end_the_current_mini_batch_is_the_last(small: Dataset) -> None:
    run = finished(SHORT, small)
    assert run.progress.batch.rows.tolist() == Engine(SHORT, small).batch(39).tolist()


def test_the_gradient_of_a_large_batch_is_not_previewed(small: Dataset) -> None:
    previewed = Run(SHORT.replace(train_size=3_000, batch_size=2_048), small).progress.batch
    assert previewed.gradient is not None
    large = Run(SHORT.replace(train_size=3_000, batch_size=2_049), small).progress.batch
    assert large.gradient is None
    assert len(large.rows) == 128


# -- what a run has been ----------------------------------------------------------------------


def test_the_trainings_ended_by_resets_are_handed_over(small: Dataset) -> None:
    run = Run(SHORT, small)
    run.reset()
    assert run.take_previous_trainings() == [], "there was no step"
    run.play(3)
    run.advance()
    paused = run.progress
    run.reset(SHORT.replace(seed=1))
    run.play(1)
    run.advance()
    run.reseed(2)
    (first, of), (second, _) = run.take_previous_trainings()
    assert (first.training, first.step, first.config) == (paused.training, 3, SHORT)
    assert of is small
    assert np.array_equal(first.weights.W, paused.weights.W)
    assert (second.step, second.config.seed) == (1, 1)
    assert run.take_previous_trainings() == []


def test_the_number_of_previous_trainings_is_limited(small: Dataset) -> None:
    run = Run(SHORT, small)
    for seed in range(20):
        run.play(1)
        run.advance()
        run.reseed(seed)
    assert [progress.config.seed for progress, _ in run.take_previous_trainings()] == list(
        range(7, 19)
    )


def test_trainings_have_numbers_of_their_own(small: Dataset) -> None:
    run, other = Run(SHORT, small), Run(SHORT, small)
    first = run.progress.training
    run.play(2)
    run.advance()
    assert run.progress.training == first
    run.reset()
    assert len({first, run.progress.training, other.progress.training}) == 3


def test_progress_knows_when_the_rate_was_set(small: Dataset) -> None:
    run = Run(SHORT, small)
    run.play(2)
    run.advance()
    run.set_learning_rate(0.5)
    assert run.progress.rates == ((0, SHORT.learning_rate), (2, 0.5)) == run.rates


# -- measured on few images ---------------------------------------------------------------------


def test_a_run_that_stops_is_measured_on_all_images(small: Dataset) -> None:
    config = SHORT.replace(train_size=2_500)
    exact, run = Run(config, small), Run(config, small)
    run.estimate_points(True)
    for one in (exact, run):
        one.record_every = 5
        one.play()
        one.advance(5)
    assert run.progress.latest.estimated
    assert not run.saved().metrics, "an estimate is not saved as a figure"
    for stop in (Run.pause, Run.advance):
        for one in (exact, run):
            one.play()
            stop(one)
        assert run.progress.latest == exact.progress.latest, "one point for the step, of all images"
    assert [p.step for p in run.progress.points] == [p.step for p in exact.progress.points]
    assert run.saved().metrics


def test_each_state_has_a_greater_version(run: Run) -> None:
    versions = [run.progress.version]
    for change in (run.play, lambda: run.advance(3), run.pause, run.reset, run.play, run.advance):
        change()
        versions.append(run.progress.version)
    assert versions == sorted(set(versions))


def test_a_mini_batch_is_computed_for_its_readers_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = []
    gradient = Engine.compute_gradient
    monkeypatch.setattr(
        Engine, "compute_gradient", lambda *a: (computed.append(a[1]), gradient(*a))
    )
    run.play()
    for _ in range(3):
        run.advance(1)
    assert computed == [0, 1, 2]
    assert run.progress.batch.gradient is run.progress.batch.gradient
    assert computed == [0, 1, 2, 3]

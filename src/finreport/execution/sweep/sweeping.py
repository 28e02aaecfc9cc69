"""A sweep from beginning to end: what is left to do, doing it, and the results."""

from collections.abc import Callable, Sequence
from pathlib import Path

from finreport.execution.files import plain_file_errors
from finreport.execution.inputs import given_data
from finreport.execution.project import list_chapters
from finreport.execution.sweep.collected import write_results
from finreport.execution.sweep.keys import key_function
from finreport.execution.sweep.places import Place
from finreport.execution.sweep.plan import Run
from finreport.execution.sweep.records import notebook_path, open_recorder, read_outcomes
from finreport.execution.sweep.work import Outcome, Task


def run_sweep(
    runs: Sequence[Run],
    folder: Path,
    *,
    project: Path,
    place: Place,
    resume: bool = False,
    on_done: Callable[[Outcome], None],
) -> list[Outcome]:
    """Run every one of ``runs`` and put the results into ``folder``; gives their outcomes.

    The chapters are those of ``project``, and ``place`` does the work; a run that fails stops no
    other. To ``resume`` is to keep the outcomes on record in ``folder`` of runs that finished and
    whose keys are still the same. ``on_done`` is called with each outcome as it comes in, with
    those that are kept first.

    Raises :class:`SweepError` if ``folder`` holds a sweep that is not to be resumed or is still
    going on, or if the cluster cannot be used; :class:`FileError` if ``folder`` cannot be written.
    """
    with plain_file_errors(folder), open_recorder(folder, resume=resume) as recorder:
        tasks = _tasks(runs, project)
        outcomes = _finished(tasks, folder)
        left = [task for task in tasks if task.run not in outcomes]
        for outcome in outcomes.values():
            on_done(outcome)
        for outcome in place(left) if left else ():
            outcomes[outcome.run] = recorder.add(outcome)
            on_done(outcome)
        ordered = [outcomes[run] for run in runs]
        write_results(folder, ordered)
    return ordered


def _tasks(runs: Sequence[Run], project: Path) -> list[Task]:
    project = project.resolve()
    notebooks = {notebook.stem: notebook for notebook in list_chapters(project)}
    key = key_function(project)
    pairs = [(run, notebooks[run.chapter]) for run in runs]
    return [Task(run, path, project, given_data(), key(run, path)) for run, path in pairs]


def _finished(tasks: Sequence[Task], folder: Path) -> dict[Run, Outcome]:
    on_record = read_outcomes(folder)
    return {
        task.run: outcome
        for task in tasks
        if (outcome := on_record.get(task.run))
        and (outcome.status, outcome.key) == ("finished", task.key)
        and (folder / notebook_path(task.run)).is_file()
    }

"""What a run leaves in a notebook besides its outputs, and how to remove it."""

from nbformat import NotebookNode

from finreport.execution.kernel import KERNEL_NAME

NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": KERNEL_NAME},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}
"""Says that a notebook is Python, but not which patch release happened to run it."""

INJECTED = "injected-parameters"
"""Papermill's tag for the cell with the parameters of a run."""


def strip_run_traces(notebook: NotebookNode) -> None:
    """Remove times, durations, paths and random ids that papermill left in ``notebook``."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.update(NOTEBOOK_METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
        elif INJECTED in cell.metadata.tags:
            cell.id = INJECTED

"""What no page has a part in: made by a process of its own while Sphinx writes the pages."""

from collections.abc import Callable

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxParallelError
from sphinx.util.parallel import ParallelTasks, SerialTasks, parallel_available


class Beside:
    """Files beside the pages, each written by one of ``writers``, which need only the notebooks."""

    def __init__(self, *writers: Callable[[Sphinx], None]) -> None:
        self._writers = writers
        self._tasks = ParallelTasks(1) if parallel_available else SerialTasks()

    def begin(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Begin to write them when all notebooks have been read (`env-updated`)."""
        if app.builder.format == "html":
            self._tasks.add_task(self._write, app)

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Wait until they are written (`build-finished`).

        Raises SphinxParallelError with what a writer has raised, unless the build fails already.
        """
        try:
            self._tasks.join()
        except SphinxParallelError:
            if exception is None:
                raise

    def _write(self, app: Sphinx) -> None:
        for write in self._writers:
            write(app)

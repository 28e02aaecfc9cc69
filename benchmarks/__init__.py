"""How much faster the book is than the same tools as they come, measured in one run.

``make bench``, or ``python -m benchmarks`` in the project folder, prints a table of goals and
writes it to ``benchmarks/results.md``. Seconds differ from machine to machine; what is compared
are the ratios of one run.

- :mod:`~benchmarks.tools` has each way of running something, and gives the seconds it took;
- :mod:`~benchmarks.goals` compares them, a function a group of goals;
- :mod:`~benchmarks.cells` tells how long the cells of a chapter take by themselves;
- :mod:`~benchmarks.provinces` invents the editions and the cluster that sweeps run on;
- :mod:`~benchmarks.results` writes it all down.
"""

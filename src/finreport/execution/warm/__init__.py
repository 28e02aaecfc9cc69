"""Kernels that start warm: forked from a process that has already imported what chapters need.

Most of the seconds of a chapter are imports, and they are the same for every chapter. A *warm
parent* does them once; whoever starts a kernel asks it, over a socket, for a fork of itself,
which then becomes an ordinary ipykernel in a process, session and folder of its own.

- :mod:`~finreport.execution.warm.provisioner` is what Jupyter calls in place of starting a
  process. Papermill, nbval and Jupyter Book use it unchanged once the environment variable
  ``JUPYTER_DEFAULT_PROVISIONER_NAME`` is ``finreport-warm``.
- :mod:`~finreport.execution.warm.client` finds the parent, or starts it, and gives a kernel that
  behaves like a child process.
- :mod:`~finreport.execution.warm.parent` is the parent, a script.
- :mod:`~finreport.execution.warm.rehearsal` is what it does of a chapter ahead: the imports of this
  package, its words and templates, a first picture. Data it never reads.
- :mod:`~finreport.execution.warm.prompt` begins with the first cell as soon as the kernel is
  ready, without Jupyter's fixed wait.
- :mod:`~finreport.execution.warm.conditions` says who may share a parent: whoever has the same
  user, interpreter, installed packages, environment and limits, and this package as it is now. It
  is the key of the socket.

Parents need Linux. Elsewhere, and for kernels of another interpreter, Jupyter's own way is taken.

A kernel differs from a cold one in three ways, which outputs show only if they are meant to:
without ``PYTHONHASHSEED`` all kernels of a parent order sets alike; packages that have been
edited in place, without installing them, stay as the parent found them; and what packages set
for all of Python as they are imported, such as filters for their own warnings, is set before the
first cell.

What starting and ending a kernel costs, in seconds, on a machine with two cores:

====================================  =====  =====  =============================================
step                                  cold   warm   what was done
====================================  =====  =====  =============================================
first answer of the kernel            0.27   0.14   debugpy and psutil are imported by the parent
silence before the first cell         0.20   0.00   Jupyter's fixed wait is left out
imports of a chapter                  2.0    0.00   done by the parent
first picture, words and templates    0.15   0.00   done by the parent
collecting rubbish, each full pass    0.15   0.00   what the parent has made is not looked at
end of a killed kernel                0.11   0.02   looked for every 5 milliseconds, not 100
memory of one that ends by itself     0.5    0.05   left to the system, but for the notebook's own
====================================  =====  =====  =============================================

Tried and left: a kernel forked ahead of the request (a fork takes 0.01 seconds); a shorter
graceful end (its 0.2 seconds are ipykernel's, which ends the processes it has started).
A parent holds 200 MB, which its kernels share. It ends ten minutes after its last kernel, and a
user has no more than six: when another starts, the one that was idle for longest ends.
"""

NAME = "finreport-warm"
"""The provisioner's name among those of Jupyter, as pyproject.toml registers it."""

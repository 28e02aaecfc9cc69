"""An edition made from documents: ``finreport new``, and anew: ``finreport ingest``.

The way of a text: its numbers are read (:mod:`finreport.reading`), :mod:`sections` says in which
part of the report each stands, :mod:`settled` what a person has decided about it, :mod:`facts`
which fact it says, :mod:`statements` what its row is, :mod:`rules` what checks it; :mod:`annual`,
:mod:`describing` and :mod:`packaging` make the other tables and files, :mod:`make` writes them.
"""

from finreport.editions.making.make import Made, drift, make_edition

__all__ = ["Made", "drift", "make_edition"]

"""Reading the texts of an edition into a data package, every row proved by arithmetic.

The way of a text: :mod:`document` finds lines, tables and prose; :mod:`tables` and :mod:`prose`
take the printed figures out; :mod:`deposits` and :mod:`relations` prove what they measure;
:mod:`artefacts` lists what the extraction left behind; :mod:`descriptor` and :mod:`assemble`
write it all. What is particular to an edition is data in its own folder.
"""

from finreport.editions.ingest.assemble import ingest

__all__ = ["ingest"]

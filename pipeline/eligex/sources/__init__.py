"""Readers of registry records: any file, folder, archive or AACT database in, trials out.

==================  ===================================================================================================
format              what it reads
==================  ===================================================================================================
``page``            a registry page copied as text: lines that are labels, each followed by its value
``html-page``       the same, saved as HTML
``text``            bare eligibility criteria
``ctgov-json``      ClinicalTrials.gov API v2: a study, an array, ``{"studies": [...]}``, one study a line
``ctgov-v1``        ClinicalTrials.gov "full studies" JSON of the first API
``ctgov-xml``       ClinicalTrials.gov legacy XML
``ctgov-xml-json``  the same, converted to JSON by ctrdata
``aact``            AACT: the pipe-delimited export (the zip), or its database (``postgresql://user@host/db``)
``csv``             tables: ClinicalTrials.gov and WHO ICTRP exports (its full export has no header row), users' own
                    with ``columns``
``parquet``         the same as Parquet
``xlsx``            the same as an Excel workbook
``json-rows``       flat JSON objects with such column names as keys
``ictrp-xml``       WHO ICTRP search portal XML, all registers in it
``eu-ctr``          EU Clinical Trials Register text download
``eu-ctr-json``     the same, converted to JSON by ctrdata
``ctis-json``       CTIS public JSON
``isrctn-xml``      ISRCTN API XML (``isrctn-json``: converted by ctrdata)
``drks-json``       DRKS JSON, English text before German
==================  ===================================================================================================

A source that keeps inclusion and exclusion apart gives two fields, ``eligibility.inclusion`` and
``eligibility.exclusion`` (numbered where each criterion is a text of its own), with regions of the roles
``eligibility_inclusion`` and ``eligibility_exclusion``; so evidence stays exact. To add a format, add a module here
whose class is registered with ``@reader("name")``.
"""

from __future__ import annotations

from .dispatch import format_names, open_trials

__all__ = ["format_names", "open_trials"]

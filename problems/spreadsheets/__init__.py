"""Taking over a ledger that was kept in a spreadsheet, and writing spreadsheets back.

Pure functions over files and values: no models, no database, no request. One module per subject:

- ``workbook``  opens a file under limits and reads one sheet into a ``Sheet``;
- ``header``    finds the headings under the title rows;
- ``body``      tells ledger rows from totals, headings and signatures, and says what is left out;
- ``fields``    the fields a ledger row has, and which column is probably which;
- ``values``    reads dates, text and figures out of single cells, and computes a row's identity;
- ``rows``      turns the sheet into drafts, and names every faulty cell;
- ``report``    gives the workbook back with a column that lists the errors;
- ``writing``   the one export writer of the project (XLSX and CSV);
- ``errors``    refusals and their sentences;  ``sheet``  the plain data of one sheet.
"""

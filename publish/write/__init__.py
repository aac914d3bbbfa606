"""The files of a dataset: CSV, Parquet, the workbook and the Data Package."""

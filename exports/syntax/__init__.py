"""Scripts by which R and SPSS read the CSV files, with the words of every code."""

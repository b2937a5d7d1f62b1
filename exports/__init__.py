"""What leaves a study: workbook, figures, tables. Runs without Qt."""

"""Tests of the page of evidence."""

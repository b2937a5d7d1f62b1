"""Dated copies of a study outside its folder, and the way back."""

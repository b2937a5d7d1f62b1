"""Photographs: what a folder of them holds, their import, decoding, de-identifying."""

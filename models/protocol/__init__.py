"""Protocols: visits, views, arms and which scale is asked at which visit."""

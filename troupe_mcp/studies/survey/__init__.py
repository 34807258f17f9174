"""Surveys: one question put to many people, each alone, and what their answers come to. Pure."""

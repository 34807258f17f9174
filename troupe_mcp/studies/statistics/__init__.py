"""The arithmetic of surveys: estimates with intervals, tests, power. Pure; the sampling unit is the person."""

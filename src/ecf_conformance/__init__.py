"""Tells whether an implementation of the ECF lead provider API v1 keeps its promises."""

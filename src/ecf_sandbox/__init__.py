"""The ECF lead provider API v1 on your own machine, with a clock you can move."""

__version__ = "0.1.0"

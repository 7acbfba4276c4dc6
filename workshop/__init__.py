"""The project, and what every room shares: who meets, what about, and how a change reaches every screen."""

__version__ = "0.1.0"

"""secpolicy: a rules engine for security policy and three-layer compliance of Japanese municipalities."""

__version__ = "0.1.0"

"""文明创城平台: the platform on which a city runs its campaign for the title National Civilized City."""

__version__ = "0.1.0"

"""OneFile Desktop: enrol a cohort in OneFile Eportfolio from an Excel roster."""

__version__ = "0.1.0"

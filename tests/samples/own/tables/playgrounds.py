"""Playgrounds: what a municipality can bring that no statistics hold."""

from __future__ import annotations

import polars as pl

from veivalg.own.tables.base import OwnField, OwnTable


class Playgrounds(OwnTable):
    """Lekeplasser i kommunen."""

    name = "playgrounds"
    title = "Lekeplasser"
    template = "lekeplasser"
    purpose = "Hvor barna kan leke."
    instructions = ("Én rad per lekeplass.",)
    chapters = ("eksempel",)
    source_system = "kommunens kart"
    fields = (
        OwnField(
            "playground",
            pl.String,
            "Lekeplass",
            key=True,
            help="Navnet på lekeplassen.",
            example="Torget",
        ),
        OwnField(
            "swings",
            pl.Int16,
            "Husker",
            "husker",
            low=0,
            high=100,
            help="Antall husker.",
            example="4",
        ),
    )
